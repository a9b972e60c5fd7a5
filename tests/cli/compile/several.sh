# Several corpora in one image.
pact compile -o image "$CORPUS/acme" "$CORPUS/two" && pact list -C image agreements -f csv
