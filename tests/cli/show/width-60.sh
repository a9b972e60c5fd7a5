# Wrapped at 60 columns.
pact show -C "$CORPUS/acme" brand --width 60
