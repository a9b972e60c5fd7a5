# a file of checks for a corpus, and a corpus for a file of checks
printf 'pact-checks: 1\nchecks:\n  - {assert: ip}\n' >a.checks.yaml
printf 'pact: 1\nagreement: a\n' >a.yaml
pact lint a.checks.yaml 2>&1
echo $?
pact check --file a.yaml 2>&1
echo $?
