# A period has no cases of its own.
pact query -C "$CORPUS/acme" -d 2027 --jointly
