# Several agreements with one clause: it is named with its agreement, in a receipt too.
pact explain -C "$CORPUS/two" -d 2025-08-01 fee; echo $?
pact explain -C "$CORPUS/two" -d 2025-08-01 --receipt r.json beta/fee --json | jq -c '.results[0].answer | [.agreement, .clause]'
pact explain -C "$CORPUS/two" --replay r.json --json | jq -c '.query.clause, .results'
