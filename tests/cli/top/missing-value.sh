# An option at the end without its value.
pact query -C "$CORPUS/acme" -d
