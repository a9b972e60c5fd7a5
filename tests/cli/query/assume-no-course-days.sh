# Days in the wrong order leave no course either, and the same day is one.
pact query -C "$CORPUS/acme" -d 2027-06-01 -a deal-signed=2027-01-02 -a closing=2027-01-01 brand -q
brief -C "$CORPUS/acme" -d 2027-03-31 -a deal-signed=2027-01-01 -a closing=2027-01-01 brand
