# No control character of a corpus reaches the terminal.
printf 'pact: 1\nagreement: x\033[31m\n' >bad.yaml
pact lint bad.yaml | tr '\033' '^'
