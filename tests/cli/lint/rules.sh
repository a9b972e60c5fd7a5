# All rules, each with its severity.
pact lint --rules
pact lint --rules -f jsonl | sed -n '1p; $p'
