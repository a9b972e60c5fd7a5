# Nothing applies: an answer, and exit 1.
pact query -C "$CORPUS/acme" -d 2024-01-01
