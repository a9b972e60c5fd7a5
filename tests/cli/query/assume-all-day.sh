# '*' takes nothing but never.
pact query -C "$CORPUS/acme" -d 2030-06-01 -a '*=2027-01-01'
