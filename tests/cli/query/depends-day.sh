# An unknown day in place of an event.
pact query -C "$CORPUS/acme" -d 2025-09-15 warehouse --json
