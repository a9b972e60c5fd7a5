# Standard input holds the questions.
echo '{"date":"2019-01-01"}' | pact batch -C -
