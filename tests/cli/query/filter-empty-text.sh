# Filters that fit nothing.
pact query -C "$CORPUS/acme" -d 2025-01-01 --kind fact
