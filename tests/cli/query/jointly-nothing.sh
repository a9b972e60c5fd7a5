# Nothing applies.
pact query -C "$CORPUS/acme" -d 1999-01-01 --jointly; pact query -C "$CORPUS/acme" -d 1999-01-01 --jointly --json | jq -c .results
