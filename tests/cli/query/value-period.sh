# A value is asked of a day.
pact query -C "$CORPUS/acme" -d 2026 --value distribution.exclusivity:exclusive
