# The knowledge date in the head line.
pact query -C "$CORPUS/acme" -d 2025-08-01 -k 2025-06-09 distribution.exclusivity
