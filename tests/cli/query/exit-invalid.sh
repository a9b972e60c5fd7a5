# 4: the corpus is invalid, nothing was answered.
printf 'pact: 1\nagreement: x\n' >bad.yaml
pact query -C bad.yaml -d 2026
