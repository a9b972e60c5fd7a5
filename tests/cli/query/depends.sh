# Two cases on a day, and the exit code 3.
pact query -C "$CORPUS/acme" -d 2030-06-01 distribution.exclusivity
