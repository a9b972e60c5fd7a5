# A failed write.
echo '{"date":"2019-01-01"}' | pact batch -C "$CORPUS/two" >/dev/full
