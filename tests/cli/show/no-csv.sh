# A history is no table.
pact show -C "$CORPUS/acme" brand -f csv
