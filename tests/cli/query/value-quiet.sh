# Quiet: the exit code alone.
pact query -C "$CORPUS/acme" -d 2031-01-01 -q --value distribution.exclusivity:exclusive
