# Assumptions stand in the head line.
pact query -C "$CORPUS/acme" -d 2027-03-31 -a closing=2027-01-01 -a acme-acquired=never brand
