# 4 goes before 1.
printf 'pact: 1\nagreement: x\n' >bad.yaml
pact lint --strict bad.yaml >/dev/null
