# --signed takes a day.
pact query -C "$CORPUS/acme" -d 2026-01-01 --signed 2025
