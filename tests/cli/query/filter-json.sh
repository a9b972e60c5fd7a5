# Filters are echoed; no row is an answer.
pact query -C "$CORPUS/acme" -d 2025-01-01 --party acme --kind fact --where 'units > 1' --json
