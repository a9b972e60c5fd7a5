# The `query` of an answer is a question.
pact query -C "$CORPUS/acme" -d 2026-Q1 -a closing=2027 --party acme distribution --json >a
sed 's/.*"query":\({.*}\),"results".*/\1/' a | pact batch -C "$CORPUS/acme" >b
cmp a b
