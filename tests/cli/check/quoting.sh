# the command that asks again is as a shell takes it
mkdir "it's here"
cat >"it's here/c.yaml" <<'X'
pact: 1
agreement: x
title: X
complete_through: 2026-01-01
sources: {s: {publisher: P, title: S, date: 2020, kind: primary}}
instruments: {i: {title: I, announced: 2020-01-01, sources: [s]}}
events: {e: {title: E}}
clauses:
  a: {title: A, kind: fact, history: [{act: establish, by: i, until: e, summary: A., terms: {t: a b}}]}
X
pact check -C "it's here" --today 2027-01-01 -a 'e=never' -d today+1d "a:t = \"it's\" " >out
echo $?
sed -n 's/^    again: //p' out
eval "$(sed -n 's/^    again: //p' out)" | diff - out && echo the same
