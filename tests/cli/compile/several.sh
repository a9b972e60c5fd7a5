# Several corpora in one image.
# yaml only
pact compile -o image "$CORPUS/acme" "$CORPUS/two" && pact list -C image agreements -f csv
