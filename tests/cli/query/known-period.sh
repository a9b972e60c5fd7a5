# --known takes a day.
pact query -C "$CORPUS/acme" -d 2026-01-01 -k 2026
