# An assumption takes cases away.
pact query -C "$CORPUS/acme" -d 2027-06-01 --jointly -a acme-acquired=never brand distribution
