# a date that follows the clock is a finding under --strict
cat >x.checks.yaml <<'X'
pact-checks: 1
checks:
  - {name: a, assert: ip.license}
  - {name: b, date: today+90d, known: today, assert: ip.license}
  - {name: c, date: 2031-01-01, assert: ip.license}
X
pact check --today 2026-11-22 --file x.checks.yaml
echo $?
pact check --today 2026-11-22 --file x.checks.yaml --strict
echo $?
pact check --today 2026-11-22 -d 2026-12-01 --file x.checks.yaml --strict -f csv
