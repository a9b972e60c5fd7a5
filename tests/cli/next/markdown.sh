# A table.
pact next -C "$CORPUS/acme" -d 2025-06-01 -f markdown supply distribution.exclusivity
