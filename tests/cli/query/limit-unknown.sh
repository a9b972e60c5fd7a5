# A limit that is none.
pact query -C "$CORPUS/two" -d 2026 --limit dept=3
