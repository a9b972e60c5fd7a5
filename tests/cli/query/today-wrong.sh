# A --today that is no day.
pact query -C "$CORPUS/acme" --today soon
