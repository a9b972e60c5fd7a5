# A period: the runs that touch it, not clipped.
brief -C "$CORPUS/acme" -d 2026-01-15..2026-07-15 supply.rebate
