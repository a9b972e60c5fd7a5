# A YAML corpus beside an image.
pact compile -o image "$CORPUS/acme" && brief2 -C image -C "$CORPUS/two" -d 2025-01-01 brand goods
