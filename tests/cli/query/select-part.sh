# A topic is whole parts of an id.
pact query -C "$CORPUS/acme" -d 2025-01-01 distri
