# A period of which some day depends: `by` is the day looked at.
pact query -C "$CORPUS/acme" -d 2030 distribution.exclusivity --json
