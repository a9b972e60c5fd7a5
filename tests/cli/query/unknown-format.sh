# A format that is none.
pact query -C "$CORPUS/acme" -d 2026-01-01 -f yaml
