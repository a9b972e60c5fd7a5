# Rows.
pact next -C "$CORPUS/acme" -d 2026-11-20 -f csv distribution brand.use
