# Of an invalid corpus nothing is listed.
printf 'pact: 1\nagreement: x\ntitle: X\ncomplete_through: 2026\n' >bad.yaml
pact list -C bad.yaml
