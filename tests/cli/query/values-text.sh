# Every kind of value for people.
pact query -C "$CORPUS/odd" -d 2025-06-01 values
