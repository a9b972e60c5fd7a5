# checks of a file: defaults, scenarios, expected status, terms, quantifiers
cat >x.checks.yaml <<'X'
pact-checks: 1
defaults: {known: 2026-11-20, date: 2031-01-01}
scenarios:
  early: {agi-verified: 2027-01-01}
  never: {"*": never}
checks:
  - {assert: ip.license, scenarios: [early, never]}
  - {name: research rights, message: tell legal, clause: ip.research, status: in_force, scenarios: [early, never]}
  - {name: the cap, date: 2030-12-31, clause: revshare.openai-to-microsoft, status: depends}
  - name: terms
    clause: ip.license
    status: in_force
    terms: {exclusive: false, scope: [models], safety_guardrails: undisclosed}
  - {name: it is definite now, date: 2026-05-01, clause: ip.license, status: depends}
  - {name: some day, date: 2020..2040, assert: ip.gpt-3, holds: sometime, under: some}
X
pact check --file x.checks.yaml
echo $?
pact check --file x.checks.yaml -f tsv | cut -f2-4,7,17,18
