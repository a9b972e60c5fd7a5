# A value that depends: exit 3.
pact query -C "$CORPUS/acme" -d 2030-06-01 --value distribution.exclusivity:exclusive
