# Every kind of value.
pact show -C "$CORPUS/odd" values
