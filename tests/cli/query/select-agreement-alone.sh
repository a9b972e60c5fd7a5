# The name of an agreement alone is no selector, and the hint says what is.
pact query -C "$CORPUS/two" -d 2025-01-01 beta
