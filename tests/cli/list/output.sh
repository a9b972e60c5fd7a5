# -o of a list.
pact list -C "$CORPUS/two" topics -f csv -o out && cat out
