# All errors, each with its place and a caret.
cat >bad.yaml <<'Y'
pact: 1
agreement: x
title: X
complete_through: 2026-01-01
parties: {p: P}
sources: {s: {publisher: P, title: S, kind: primry}}
instruments: {i: {title: I, announced: 2020-02-30, sources: [t]}}
clauses:
  c:
    title: C
    kind: fact
    histroy: []
    history:
      - {act: establish, by: j, until: 2025, summary: C.}
Y
pact lint bad.yaml
