# The same told once, then the cases of all that depends.
pact query -C "$CORPUS/acme" -d 2030-06-01 --jointly
