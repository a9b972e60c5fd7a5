# A defaulted day is echoed.
PACT_TODAY=2026-01-01 pact query -C "$CORPUS/acme" warehouse
