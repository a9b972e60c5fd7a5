# One that fits no clause is an error, not an empty answer.
pact query -C "$CORPUS/acme" -d 2025-01-01 distribution suply
