# An image can be linted.
# image only
pact lint "$CORPUS/acme"
