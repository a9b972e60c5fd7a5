# A period in JSON: an object in query.date.
pact query -C "$CORPUS/acme" -d 2026-Q1 warehouse --json
