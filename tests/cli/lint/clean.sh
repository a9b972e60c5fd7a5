# A sound corpus.
# yaml only
pact lint "$CORPUS/acme"
