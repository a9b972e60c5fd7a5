# Another title leaves the answer as it is; another term does not.
# yaml only
for f in "$CORPUS"/acme/*.yaml; do echo ---; cat "$f"; done >now.yaml
pact explain -C now.yaml -d 2025-08-01 --receipt r.json distribution.exclusivity >answer
sed 's/^title: .*/title: Another title/' now.yaml >title.yaml
pact explain -C title.yaml --replay r.json --width 0 >out; echo $?
sed 's/sha256:[0-9a-f]*/sha256:X/g' out
sed 's/territory: \[EU\]/territory: [UK]/' now.yaml >terms.yaml
pact explain -C terms.yaml --replay r.json --width 0 >out; echo $?
sed 's/sha256:[0-9a-f]*/sha256:X/g' out
pact explain -C terms.yaml --replay r.json --json | jq -c '.results[0]'
pact explain -C terms.yaml --replay r.json -f csv | head -2
