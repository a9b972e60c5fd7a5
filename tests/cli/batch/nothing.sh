# No question, no answer.
pact batch -C "$CORPUS/two" </dev/null
