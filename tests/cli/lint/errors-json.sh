# All errors in JSON.
cat >bad.yaml <<'Y'
pact: 1
agreement: x
title: X
complete_through: 2026-01-01
instruments: {i: {title: I, announced: 2020-01-01, sources: [s]}}
Y
pact lint bad.yaml --json
