# An empty selector.
pact query -C "$CORPUS/acme" -d 2025-01-01 ''
