# A --color that is none.
pact query -C "$CORPUS/acme" -d 2026-01-01 --color sometimes
