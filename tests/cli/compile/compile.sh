# An image answers as the YAML does.
# yaml only
pact compile -o image "$CORPUS/acme" && ls
for v in "query -d 2026-01-01 --all --json" "query -d 0001-01-01..9999-12-31 --all -f csv" "list clauses" "show * -f jsonl"; do
    set -f
    pact $v -C image >a
    pact $v -C "$CORPUS/acme" >b
    cmp a b
done
