# A filter beside --value is not passed over in silence.
pact query -C "$CORPUS/acme" -d 2026-01-01 --value distribution.exclusivity:exclusive --kind right 2>/dev/null
