# The same path twice is one mistake, not many.
# yaml only
pact compile -o image "$CORPUS/two" "$CORPUS/two" 2>err
echo "exit $?"
grep -c 'error\[' err
