# Topics.
pact list -C "$CORPUS/acme" topics
