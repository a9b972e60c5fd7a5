# -o writes the file, and nothing else.
pact query -C "$CORPUS/two" -d 2025-01-01 -f csv -o out goods && cut -d, -f1,2 out
