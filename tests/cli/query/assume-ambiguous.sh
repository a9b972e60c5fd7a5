# A name that several selected agreements have.
pact query -C "$CORPUS/two" -d 2026-06-01 -a sale=never
