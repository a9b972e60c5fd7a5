# Where it should go must be said.
pact compile "$CORPUS/acme"
