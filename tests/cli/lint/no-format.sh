# A format that lint does not have.
pact lint -f svg "$CORPUS/acme"
