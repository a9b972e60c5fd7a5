# A receipt: replayed, nothing differs, however its JSON is written.
pact explain -C "$CORPUS/acme" -d 2025-08-01 -k 2025-12-31 -a acme-acquired=never --receipt r.json distribution.exclusivity --json >answer
jq -c 'keys, .schema, .explanation.query' r.json
jq -S .explanation r.json >receipt
jq -S . answer | cmp - receipt
pact explain -C "$CORPUS/acme" --replay r.json --width 0 | sed 's/sha256:[0-9a-f]*/sha256:X/g'
jq . r.json >pretty.json
pact explain -C "$CORPUS/acme" --replay pretty.json >/dev/null; echo $?
