# JSON.
pact query -C "$CORPUS/acme" -d 2027-06-01 --jointly brand distribution --json
