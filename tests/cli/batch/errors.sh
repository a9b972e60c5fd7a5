# A wrong line gets an error document, the others their answer: exit 2.
pact batch -C "$CORPUS/two" <<'J'
{"date": "2025-01-01", "select": ["goodies"]}
{"date": "2019-01-01"}
{"date": "2025-1-1"}
{"select": ["goods"]}
{"date": "2025-01-01", "dat": 1}
[]
{
"date"
{"date": "2025-01-01"} x
{"date": "2025-01-01", "date": "2025-01-02"}
{"date": "2025-01-01", "select": "goods"}
{"date": "2025-01-01", "assume": {"beta/sale": true}}
{"date": "2025-01-01", "assume": {"sale": "never"}}
J
