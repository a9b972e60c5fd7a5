# An override at work, an undisclosed term with a reported figure.
pact query -C "$CORPUS/acme" -d 2026-06-15 supply.rebate --json
