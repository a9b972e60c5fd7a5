# 2 goes before 4: a wrong question of an invalid corpus.
printf 'pact: 1\nagreement: x\n' >bad.yaml
pact query -C bad.yaml -d 2026-13 -q
