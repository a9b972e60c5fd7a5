# Options are never abbreviated.
pact query -C "$CORPUS/acme" --dat 2026-01-01
