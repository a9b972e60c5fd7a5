# check files have the loader's diagnostics; nothing is asked
cat >a.checks.yaml <<'X'
pact-checks: 1
defaults: {known: 2026-02-30, clause: x}
scenarios: {a: {x: never}, a: {x: never}, b: {"*": 2027}}
check: []
checks:
  - {name: a, asert: ip.license}
  - {name: a, date: 2026-13, assert: ip.license}
  - {name: a, assert: x, clause: y, status: ended}
  - {clause: y, status: endet}
  - {clause: y, status: ended, terms: {a: 1}}
  - {clause: y, status: depends, under: all, scenarios: [c], terms: {a: yes}}
  - {clause: y}
  - {assert: x, assume: {e: 2027, e: never}, holds: allways}
X
printf 'pact-checks: 2\nchecks: []\n' >b.checks.yaml
printf 'checks: {' >c.checks.yaml
pact check --file . --file ip.license
echo $?
pact check --file c.checks.yaml -f json
