# --json beside another --format.
pact query -C "$CORPUS/acme" -d 2026-01-01 --json -f csv
