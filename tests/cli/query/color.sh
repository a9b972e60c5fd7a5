# Colour where it is asked for, never in machine formats.
pact query -C "$CORPUS/acme" -d 2026-02-01 supply.rebate --color always | head -3 | tr '\033' '^'
pact query -C "$CORPUS/acme" -d 2026-02-01 supply.rebate --color always --json | tr -cd '\033' | wc -c
pact query -C "$CORPUS/acme" -d 2026-02-01 supply.rebate --color never | tr -cd '\033' | wc -c
