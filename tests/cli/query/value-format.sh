# A value is bare, not a format.
pact query -C "$CORPUS/acme" -d 2026-01-01 --value brand.use:fee --json
