# Parties.
pact list -C "$CORPUS/two" parties
