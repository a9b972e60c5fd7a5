# Nothing on standard input.
pact query -C - -d 2025-01-01
