# JSON lines: the counts, then a line for each finding.
pact lint -f jsonl - <<'Y'
pact: 1
agreement: x
title: X
complete_through: 2026-01-01
evnts: {}
Y
