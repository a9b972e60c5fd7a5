# A glob that fits nothing.
pact query -C "$CORPUS/acme" -d 2025-01-01 'z*'
