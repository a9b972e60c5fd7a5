# Rows.
pact diff -C "$CORPUS/acme" 2025-06-30 2025-07-01 -f csv
