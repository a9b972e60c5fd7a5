# A narrow table.
pact list -C "$CORPUS/acme" --width 60
