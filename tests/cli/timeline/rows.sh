# In the other formats the rows are those of a query for the period.
pact timeline -C "$CORPUS/acme" -d 2026-06-01 --from 2024 --through 2030 -f jsonl | sed 1d >a
pact query -C "$CORPUS/acme" -d 2024-01-01..2030-12-31 --all -f jsonl | sed 1d >b
cmp a b && wc -l <a | tr -d ' '
pact timeline -C "$CORPUS/acme" -d 2026-06-01 --from 2024 --through 2030 --json | jq -c '[.schema, .query.date, .query.all]'
