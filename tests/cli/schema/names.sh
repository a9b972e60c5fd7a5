# The names of all schemas, each of which is one; those of files, of answers, and both of query.
pact schema | head -3
for name in $(pact schema); do
    pact schema "$name" | jq -e '.["$schema"] == "http://json-schema.org/draft-07/schema#"' >out || echo "$name: $(cat out)"
done
pact schema answer >a && pact schema pact.query/1 >b && cmp a b && echo same
