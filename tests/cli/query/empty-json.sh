# Nothing applies: a whole document with no rows.
pact query -C "$CORPUS/acme" -d 2024-01-01 --json
