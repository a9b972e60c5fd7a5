# A value names its clause itself.
pact query -C "$CORPUS/acme" -d 2026-01-01 --value brand.use:fee supply
