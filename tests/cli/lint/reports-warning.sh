# A warning does not fail a report, under --strict it does.
cat >odd.yaml <<'Y'
pact: 1
agreement: x
title: X
complete_through: 2026-01-01
sources:
  s: {publisher: P, title: T, kind: other, date: 2020}
  t: {publisher: P, title: T, kind: other}
instruments: {i: {title: I, announced: 2020-12-31, sources: [s]}}
clauses:
  c: {title: C, kind: fact, history: [{act: establish, by: i, summary: C.}]}
Y
for strict in "" --strict; do
    for f in tap junit github; do
        pact lint $strict -f $f odd.yaml
        echo $?
    done
done
