# A window leaves it open within it.
brief -C "$CORPUS/acme" -d 2027-06-01 -a closing=2027-02-01..2027-03-31 brand
brief -C "$CORPUS/acme" -d 2027-06-01 -a closing=2027-02 brand --all
