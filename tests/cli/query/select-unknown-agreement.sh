# An unknown agreement.
pact query -C "$CORPUS/acme" -d 2025-01-01 acme-globx/brand
