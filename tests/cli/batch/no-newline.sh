# The last line needs no line end.
printf '{"date":"2019-01-01"}' | pact batch -C "$CORPUS/two" | wc -l
