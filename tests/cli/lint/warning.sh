# A warning leaves a corpus usable.
cat >warn.yaml <<'Y'
pact: 1
agreement: x
title: X
complete_through: 2026-01-01
sources: {s: {publisher: P, title: S, date: 2020, kind: primary}}
instruments: {i: {title: I, announced: 2020-01-01, sources: [s]}}
clauses:
  c: {title: C, kind: fact, history: [{act: establish, by: i, until: 2025-12-31, summary: C.}]}
Y
pact lint warn.yaml
echo "exit $?"
pact lint --strict warn.yaml >/dev/null
echo "exit $?"
pact query -C warn.yaml -d 2025-12-30 -q
echo "exit $?"
