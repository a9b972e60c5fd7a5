# -o, and the file as it was after a failure of the whole.
echo '{"date":"2019-01-01"}' | pact batch -C "$CORPUS/two" -o out && wc -l <out
echo '{"date":"2019-01-01"}' | pact batch -C nowhere -o out >/dev/null 2>&1
echo "exit $?"
wc -l <out
