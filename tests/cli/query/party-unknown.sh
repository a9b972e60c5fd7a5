# A mistyped party.
pact query -C "$CORPUS/acme" -d 2025-01-01 --party globx
