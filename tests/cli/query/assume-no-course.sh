# A scenario without a course.
pact query -C "$CORPUS/acme" -d 2027-06-01 -a deal-signed=never -a closing=2027-01-01 brand
