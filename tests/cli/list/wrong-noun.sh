# Something that cannot be listed.
pact list -C "$CORPUS/acme" claus
