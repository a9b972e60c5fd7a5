# A period in text.
pact query -C "$CORPUS/acme" -d 2026 supply
