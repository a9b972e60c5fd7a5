# Paths stand behind the verb, or behind -C.
pact lint -C "$CORPUS/acme" "$CORPUS/two"
