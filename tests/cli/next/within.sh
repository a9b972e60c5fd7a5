# What may come soon; a filter.
pact next -C "$CORPUS/acme" -d 2026-11-20 --within 90d
pact next -C "$CORPUS/acme" -d 2025-12-31 --within 6m --party globex supply
