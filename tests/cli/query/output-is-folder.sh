# A folder in its place.
pact query -C "$CORPUS/acme" -d 2026-01-01 -o .
