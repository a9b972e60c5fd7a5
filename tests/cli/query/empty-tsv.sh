# Nothing applies: the names of the columns.
pact query -C "$CORPUS/acme" -d 2024-01-01 -f tsv
