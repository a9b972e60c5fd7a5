# The same bytes each time, and of an image itself.
pact compile -o a "$CORPUS/acts" && pact compile -o b "$CORPUS/acts" && pact compile -o c a && pact compile -o - a >d
cmp a b && cmp a c && cmp a d
