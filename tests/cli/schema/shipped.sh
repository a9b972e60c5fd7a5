# What is printed is what ships.
pact schema corpus | cmp - "$DATA/schema/corpus.schema.json" && echo same
pact schema check -o check.json && cmp check.json "$DATA/schema/checks.schema.json" && echo same
