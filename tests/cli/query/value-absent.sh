# Undisclosed, unstated, not there: exit 3 and a line that says which.
for t in distribution.exclusivity:discount brand.use:fee distribution.exclusivity:minimum_units; do
    pact query -C "$CORPUS/acme" -d 2026-01-01 --value $t
    echo "exit $?"
done
