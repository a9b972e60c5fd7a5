# A clause must be named.
pact show -C "$CORPUS/acme"
