# A period that ends before it begins.
pact query -C "$CORPUS/acme" -d 2026-06..2026-01
