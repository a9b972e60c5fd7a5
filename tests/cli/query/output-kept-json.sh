# The error document goes to standard output, not into the file.
echo old >out
pact query -C "$CORPUS/acme" -d 2026-01-01 nope -o out --json
echo "exit $?"
cat out
