# A table of findings.
printf 'pact: 1\nagreement: x\ntitel: "a, b"\n' >bad.yaml
pact lint bad.yaml -f csv
