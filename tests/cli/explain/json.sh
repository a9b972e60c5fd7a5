# For programs: the answer is the row of `query`; an act with its effects.
pact explain -C "$CORPUS/acme" -d 2025-08-01 distribution.exclusivity --json >x.json
pact query -C "$CORPUS/acme" -d 2025-08-01 distribution.exclusivity --json | jq '.results[0]' >row
jq '.results[0].answer' x.json | cmp - row
jq -c '.results[0].chain[1] | del(.sources, .file, .line)' x.json
jq -c '.results[0] | {earlier: .earlier.date, later: .later.date, beliefs: [.beliefs[] | [.from, .answer.status, .answer.terms.territory]], sources: [.sources[] | [.source, .answer.status, .answer.terms.territory]]}' x.json
