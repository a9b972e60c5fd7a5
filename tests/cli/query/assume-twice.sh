# Two for one name.
pact query -C "$CORPUS/acme" -d 2027-06-01 -a closing=never -a closing=2027-01-01 brand
