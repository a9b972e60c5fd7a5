# A line for each term, an empty text too.
pact query -C "$CORPUS/odd" -d 2025-06-01 text | grep -c '^      [a-z]'
