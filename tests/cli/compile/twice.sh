# The same path twice is one mistake, not many.
pact compile -o image "$CORPUS/two" "$CORPUS/two"
