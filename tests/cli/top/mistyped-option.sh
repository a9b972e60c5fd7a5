# A mistyped option gets a suggestion.
pact query -C "$CORPUS/acme" --knwon 2026-01-01
