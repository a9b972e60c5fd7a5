# Standard input.
echo 'pact: 2' | pact lint -
