# One agreement of two.
pact show -C "$CORPUS/two" beta/fee
