# A term that no act of the clause has.
pact query -C "$CORPUS/acme" -d 2026-01-01 --value distribution.exclusivity:exclusiv
