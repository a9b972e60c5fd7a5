# -o - is standard output.
pact query -C "$CORPUS/two" -d 2025-01-01 -f csv -o - goods | cut -d, -f1,2
