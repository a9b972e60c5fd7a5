# Every document says which schema it has, and that one is here.
for command in "query -d 2031-01-01" "list" "show ip" "lint" "lint --rules" "diff 2025-01-01 2025-01-02" "timeline" "query nope"; do
    name=$(pact $command --json 2>err | jq -r .schema)
    pact schema "$name" | jq -r '.title' >title && echo "$name"
done
