# Columns are the keys in order.
pact query -C "$CORPUS/acme" -d 2026-01-01 distribution -f csv
