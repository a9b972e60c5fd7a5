# Batch has no operands.
pact batch -C "$CORPUS/two" goods 2>/dev/null | cut -c1-90
