# ... in JSON on standard output, with the diagnostics.
printf 'pact: 1\nagreement: x\n' >bad.yaml
pact query -C bad.yaml -d 2026 --json
