# Paths stand behind the verb, or behind -C.
pact compile -o image -C "$CORPUS/acme" "$CORPUS/two"
