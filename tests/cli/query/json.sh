# The document of part 5, with every key in its place.
pact query -C "$CORPUS/acme" -d 2026-01-01 distribution --json
