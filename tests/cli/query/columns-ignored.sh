# What goes to no terminal does not depend on $COLUMNS.
pact query -C "$CORPUS/acme" -d 2026-01-01 >a
COLUMNS=30 pact query -C "$CORPUS/acme" -d 2026-01-01 >b
cmp a b
