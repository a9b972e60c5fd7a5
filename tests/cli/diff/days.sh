# What an amendment changed, term by term, with the act that did.
pact diff -C "$CORPUS/acme" 2025-06-30 2025-07-01
