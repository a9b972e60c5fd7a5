# as the programs of CI read it
cat >x.checks.yaml <<'X'
pact-checks: 1
defaults: {date: 2031-01-01}
checks:
  - {name: holds, assert: ip.license}
  - {name: fails, assert: not ip.license, message: tell legal}
  - {name: open, date: 2030-12-31, assert: revshare.openai-to-microsoft}
  - {name: wrong, assert: nope}
X
for f in tap junit github sarif; do pact check --file x.checks.yaml -f $f; echo $?; done
