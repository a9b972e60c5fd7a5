# What is no receipt, or no longer one.
pact explain -C "$CORPUS/acme" -d 2025-08-01 --receipt r.json distribution.exclusivity >answer
head -c 1000 r.json >cut.json
pact explain -C "$CORPUS/acme" --replay cut.json; echo $?
echo '{"schema":"pact.query/1"}' >other.json
pact explain -C "$CORPUS/acme" --replay other.json; echo $?
jq 'del(.explanation.results)' r.json >part.json
pact explain -C "$CORPUS/acme" --replay part.json; echo $?
jq '.explanation.query.date = "soon"' r.json >day.json
pact explain -C "$CORPUS/acme" --replay day.json; echo $?
: >empty.json
pact explain -C "$CORPUS/acme" --replay empty.json; echo $?
pact explain -C "$CORPUS/acme" --replay nowhere.json; echo $?
pact explain -C "$CORPUS/two" --replay r.json; echo $?
pact explain -C "$CORPUS/acme" --replay r.json -d 2025-08-01
