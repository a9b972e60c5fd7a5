# The exit code alone.
pact query -C "$CORPUS/acme" -d 2030-06-01 --jointly -q distribution
