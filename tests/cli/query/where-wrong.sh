# A condition without a comparison.
pact query -C "$CORPUS/acme" -d 2025-01-01 --where exclusive
