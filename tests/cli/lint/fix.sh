# Keys in order, needless quotes gone, all else as it was; then there is nothing to do.
# yaml only
cat >x.yaml <<'Y'
# header
agreement: "x"   # the id
pact: 1

# of the title
title: X Y
complete_through: "2026-01-01"
clauses:
  c:
    history:
    - by: i
      act: "establish"
      terms: {b: "true", a: "word", n: "1"}
      summary: "It holds."
    kind: fact
    title: 'C'
instruments: {i: {sources: [s], announced: 2020-12-31, title: I}}
sources:
  s: {publisher: P, title: S, date: 2020, kind: other}
Y
pact lint -f json x.yaml | jq -r .corpus.digest >before
pact lint --fix x.yaml
cat x.yaml
pact lint --fix x.yaml
pact lint -f json x.yaml | jq -r .corpus.digest | cmp before - && echo same
ls -A
