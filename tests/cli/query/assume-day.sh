# An event on a day, with an offset in the bound.
brief -C "$CORPUS/acme" -d 2027-03-31 -a closing=2027-01-01 brand --all
brief -C "$CORPUS/acme" -d 2027-04-01 -a closing=2027-01-01 brand --all
