# Formats that lint does not have.
pact lint -f csv "$CORPUS/acme"
