# Suspended is shown, and does not apply: exit 1.
brief -C "$CORPUS/acme" -d 2026-02-01 supply.rebate
