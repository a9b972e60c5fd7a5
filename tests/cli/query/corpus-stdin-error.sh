# A place on standard input.
pact query -C - -d 2025-01-01 <<'Y'
pact: 1
agreement: x
titel: X
Y
