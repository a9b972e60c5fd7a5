# Clauses of one name in two agreements are told apart.
pact show -C "$CORPUS/two" fee -f markdown | grep -c 'alpha\|beta'
