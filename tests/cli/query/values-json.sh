# Every kind of value; numbers as written.
pact query -C "$CORPUS/odd" -d 2025-06-01 values --json
