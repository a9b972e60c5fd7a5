# A value of what does not apply: exit 1.
pact query -C "$CORPUS/acme" -d 2031-01-01 --value distribution.exclusivity:exclusive
