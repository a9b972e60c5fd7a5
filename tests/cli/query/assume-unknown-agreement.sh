# An assumption for an agreement that is not there says so.
pact query -C "$CORPUS/acme" -d 2027-06-01 -a acme/closing=never brand
pact query -C "$CORPUS/two" -d 2027-06-01 -a beta/sale=never alpha/fee
