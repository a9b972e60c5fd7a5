# The built-in corpus can be compiled.
pact compile -o image && pact query -C image -d 2031-01-01 --all -f jsonl >a && pact query -d 2031-01-01 --all -f jsonl >b
cmp a b
