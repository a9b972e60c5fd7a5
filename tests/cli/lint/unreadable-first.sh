# 2 goes before 4.
printf 'pact: 1\nagreement: x\n' >bad.yaml
pact lint bad.yaml nowhere >/dev/null 2>&1
