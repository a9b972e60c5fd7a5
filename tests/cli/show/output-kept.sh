# After a failure the file is as it was.
echo old >out
pact show -C "$CORPUS/acme" nope -o out 2>/dev/null
echo "exit $?"
cat out
