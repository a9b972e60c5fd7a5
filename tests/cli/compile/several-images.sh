# Several images are not made into one.
pact compile -o a "$CORPUS/acme" && pact compile -o b "$CORPUS/two" && pact compile -o image a b
