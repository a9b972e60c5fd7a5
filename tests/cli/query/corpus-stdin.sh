# YAML on standard input, with several documents.
pact query -C - -d 2025-01-01 -f csv <<'Y' | cut -d, -f1,2,8,11,12
%YAML 1.1
---
pact: 1
agreement: x
title: X
complete_through: 2026-01-01
parties: {p: P}
sources: {s: {publisher: P, title: S, kind: other}}
instruments: {i: {title: I, announced: 2020-01-01, sources: [s]}, j: {title: J, announced: 2023-01-01, sources: [s]}}
---
pact: 1
agreement: x
clauses:
  c: {title: C, kind: fact, history: [{act: establish, by: i, summary: C.}]}
...
---
pact: 1
agreement: x
acts:
  c:
    - {act: amend, by: j, from: 2024-01-01, through: 2025, terms: {n: 1}}
Y
