# A $PACT_TODAY that is no day.
PACT_TODAY=2026-02-31 pact query -C "$CORPUS/acme" -d today
