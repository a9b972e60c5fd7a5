# Options may stand before the verb.
pact -C "$CORPUS/two" -f csv list topics
