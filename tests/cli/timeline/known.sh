# As known on an earlier day there is less.
pact timeline -C "$CORPUS/acme" -d 2026-06-01 -k 2024-12-31 --width 70 distribution
