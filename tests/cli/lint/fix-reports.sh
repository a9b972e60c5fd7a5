# The note of a fix in machine formats fails nothing, under --strict neither.
# yaml only
write() { printf '{agreement: x, pact: 1, title: X, complete_through: 2026-01-01, sources: {s: {publisher: P, title: S, kind: other}}, instruments: {i: {title: I, announced: 2020-01-01, sources: [s]}}, clauses: {c: {title: C, kind: fact, history: [{act: establish, by: i, summary: S}]}}}' >x.yaml; }
for f in json tap junit github; do
    write
    pact lint --fix --strict -f $f x.yaml
    echo $?
done
