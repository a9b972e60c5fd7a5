# A limit that is exceeded is named.
# yaml only
pact query -C "$CORPUS/two" -d 2026 --limit depth=3
