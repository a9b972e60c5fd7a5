# One noun at a time.
pact list -C "$CORPUS/acme" clauses events
