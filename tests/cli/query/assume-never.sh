# Never: the other member of first_of decides.
brief -C "$CORPUS/acme" -d 2027-04-01 -a closing=never brand
