# One term has no joint cases.
pact query -C "$CORPUS/acme" -d 2027-01-01 --jointly --value distribution.exclusivity:exclusive
