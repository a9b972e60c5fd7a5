# A letter that is no option.
pact query -d 2026 -x
