# What comes and goes: clauses, acts, agreements; what is renamed; selectors that fit one side only; what depends: 3.
head='pact: 1
complete_through: 2026-01-31
instruments: {doc: {title: Doc, announced: 2024-01-10, sources: [src]}}
sources: {src: {publisher: P, title: S, kind: primary, date: 2024-01-10}}
events: {e: {title: It comes}}'
clause() { printf '  %s: {title: T %s, kind: fact, history: [{act: establish, by: doc, until: e, terms: {n: %s}, summary: S.}%s]}\n' "$1" "$1" "$2" "${3-}"; }
{ echo "$head"; echo 'agreement: one'; echo 'title: One'; echo 'parties: {p: P}'; echo 'clauses:'; clause a 1; clause b 1; clause c 1; } >old.yaml
{ echo "$head"; echo 'agreement: one'; echo 'title: Other'; echo 'parties: {q: P}'; echo 'clauses:'; clause a 1 ', {act: reaffirm, by: doc}'; clause b 1; clause d 1
  echo ---; echo "$head"; echo 'agreement: two'; echo 'title: Two'; echo 'parties: {}'; echo 'clauses:'; clause x 1; } >new.yaml
pact diff -C new.yaml --against old.yaml; echo $?
pact diff -C old.yaml --against new.yaml -f tsv; echo $?
pact diff -C new.yaml --against old.yaml d --json | jq -c '.results[]'
pact diff -C new.yaml --against old.yaml nope; echo $?
{ echo "$head"; echo 'agreement: one'; echo 'title: One'; echo 'parties: {p: P}'; echo 'clauses:'; clause a 1; clause b 2; clause c 1; } >late.yaml
pact diff -C late.yaml --against old.yaml -d 2027-01-01; echo $?
pact diff -C late.yaml --against old.yaml -k 2024-01-01..2025-01-01; echo $?
pact diff -C late.yaml --against missing.yaml; echo $?
