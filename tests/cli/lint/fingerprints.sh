# A finding keeps its fingerprint when lines move, and loses it with its text.
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
fingerprint() { pact lint -f sarif odd.yaml | jq -r '.runs[0].results[].partialFingerprints["pactFinding/v1"]'; }
before=$(fingerprint)
sed -i '1i # a comment' odd.yaml
[ "$(fingerprint)" = "$before" ] && echo same
sed -i 's/ t: / other: /' odd.yaml
[ "$(fingerprint)" = "$before" ] || echo another
