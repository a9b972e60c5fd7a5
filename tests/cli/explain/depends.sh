# What an event decides, and which acts count only where it has not come.
pact explain -C "$CORPUS/acme" -d 2027-06-01 distribution.exclusivity
