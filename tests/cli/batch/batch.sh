# A line for each question, in order.
pact batch -C "$CORPUS/two" <<'J'
{"date": "2025-01-01", "select": ["goods"]}
{"date": "2020-06-01", "select": ["beta/*"], "all": false}
{"date": {"from": "2027-12-31", "through": "2028-01-01"}, "select": ["beta/fee"], "all": true, "assume": {"beta/sale": "never"}}
J
