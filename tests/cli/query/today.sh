# --today and $PACT_TODAY pin today; the answer says which day that was.
PACT_TODAY=2024-03-31 brief -C "$CORPUS/acme" brand
PACT_TODAY=2024-03-31 brief -C "$CORPUS/acme" --today 2024-04-01 brand
