# A file behind a link is mended there, and keeps its mode.
# yaml only
mkdir real
printf '{agreement: x, pact: 1, title: X, complete_through: 2026-01-01, sources: {s: {publisher: P, title: S, kind: other}}, instruments: {i: {title: I, announced: 2020-01-01, sources: [s]}}, clauses: {c: {title: C, kind: fact, history: [{act: establish, by: i, summary: S}]}}}' >real/x.yaml
chmod 640 real/x.yaml
ln -s real/x.yaml link.yaml
pact lint --fix link.yaml
[ -L link.yaml ] && stat -c %a real/x.yaml && cut -c1-24 real/x.yaml
