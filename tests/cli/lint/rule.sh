# Warnings of one rule alone, and of two; errors are told all the same.
cat >odd.yaml <<'Y'
pact: 1
agreement: x
title: X
complete_through: 2026-01-01
sources:
  s: {publisher: P, title: T, kind: other, date: 2020}
  t: {publisher: P, title: T, kind: other}
instruments: {i: {title: I, announced: 2020-12-31, sources: [s]}}
events: {e: {title: E}}
clauses:
  c: {title: C, kind: fact, history: [{act: establish, by: i, summary: C., until: 2025-12-31}]}
Y
pact lint --rule unused-event odd.yaml
pact lint --rule unused-event --rule=unused-source --strict odd.yaml | tail -1
pact lint --rule unused-event --strict odd.yaml >out
echo $?
pact lint --rule gap-day --strict odd.yaml
echo $?
echo "titel: X" >>odd.yaml
pact lint --rule gap-day odd.yaml
echo $?
