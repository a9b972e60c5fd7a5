# A mistyped event.
pact query -C "$CORPUS/acme" -d 2027-06-01 -a clsing=never brand
