# Behind -- everything is an operand.
pact query -C "$CORPUS/acme" -d 2026-01-01 -- --all
