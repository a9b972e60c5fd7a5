# Clauses, which is what list lists by default.
pact list -C "$CORPUS/acme"
