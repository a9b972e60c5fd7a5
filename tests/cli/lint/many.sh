# No more than the limit is shown, the rest counted.
{
    printf 'pact: 1\nagreement: x\ntitle: X\ncomplete_through: 2026-01-01\n'
    i=0
    while [ $i -lt 300 ]; do echo "key$i: 1"; i=$((i + 1)); done
} >bad.yaml
pact lint bad.yaml | grep -c '^bad.yaml'
pact lint bad.yaml --limit diagnostics=3 | tail -4
