# Nothing comes.
pact next -C "$CORPUS/acme" -d 2026-11-20 --within 1d distribution.reporting
pact next -C "$CORPUS/acme" -d 2026-11-20 --within 1d distribution.reporting --json
