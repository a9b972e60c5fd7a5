# confirmed and silent_since.
pact query -C "$CORPUS/acme" -d 2026-01-01 --all -f tsv | cut -f2,23-25
