# The bare value of a term.
for t in distribution.exclusivity:exclusive distribution.exclusivity:minimum_units distribution.exclusivity:territory distribution.quota:cap distribution.quota:cap.amount_eur distribution.exclusivity:territory.1 acme-globex/brand.use:fee; do
    pact query -C "$CORPUS/acme" -d 2024-04-01 --value $t
    echo "exit $?"
done
