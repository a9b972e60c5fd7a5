# A window is an object in JSON.
pact query -C "$CORPUS/acme" -d 2027-06-01 -a closing=2027-Q1 brand --json
