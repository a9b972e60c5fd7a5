# A period, spans that are none, an unknown clause.
pact next -C "$CORPUS/acme" -d 2026; echo $?
pact next -C "$CORPUS/acme" --within soon; echo $?
pact next -C "$CORPUS/acme" --within 1.5y; echo $?
pact next -C "$CORPUS/acme" distribution.nope; echo $?
pact next -C "$CORPUS/acme" -f svg
