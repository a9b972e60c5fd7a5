# ... and nothing on standard output in other formats.
printf 'pact: 1\nagreement: x\n' >bad.yaml
pact query -C bad.yaml -d 2026 -f csv 2>/dev/null
