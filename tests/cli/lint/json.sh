# In JSON.
# yaml only
pact lint "$CORPUS/acme" "$CORPUS/two" --json
