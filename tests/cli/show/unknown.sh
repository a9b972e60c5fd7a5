# A mistyped clause.
pact show -C "$CORPUS/acme" brand.usage --json
