# A clause with its history.
pact show -C "$CORPUS/acme" distribution.exclusivity
