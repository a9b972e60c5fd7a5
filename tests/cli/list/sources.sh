# Sources.
pact list -C "$CORPUS/acme" sources
