# TSV.
pact list -C "$CORPUS/acme" events -f tsv
