# The list of rules is no check.
pact lint --rules "$CORPUS/acme"
