# over a period a course is one: an event that comes in it has come on all days after it
cat >c.yaml <<'X'
pact: 1
agreement: x
title: X
complete_through: 2026-01-01
sources: {s: {publisher: P, title: S, date: 2020, kind: primary}}
instruments: {i: {title: I, announced: 2020-01-01, sources: [s]}}
events: {e: {title: E}}
clauses:
  a: {title: A, kind: fact, history: [{act: establish, by: i, until: e, summary: A.}]}
  b: {title: B, kind: fact, history: [{act: establish, by: i, from: e, summary: B.}]}
X
pact check -C c.yaml -d 2027 'any *' 'not all *'
echo $?
pact check -C c.yaml -d 2027 'all *' 'any * ' --holds sometime
echo $?
pact check -C c.yaml -d 2027 a 'not b'
echo $?
pact check -C c.yaml -d 2027 -a e=2027-03-01..2027-04-30 a b
echo $?
pact check -C c.yaml -d 2027 -a e=2027-03-01..2027-04-30 a b --holds sometime
