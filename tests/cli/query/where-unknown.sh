# A mistyped term.
pact query -C "$CORPUS/acme" -d 2025-01-01 --where exclusiv=true
