# After a failure the file is as it was.
echo old >out
pact query -C "$CORPUS/acme" -d 2026-01-01 nope -o out
echo "exit $?"
cat out
ls
