# An unknown day by its name.
brief -C "$CORPUS/acme" -d 2025-09-15 warehouse supply.stock
brief -C "$CORPUS/acme" -d 2025-09-15 -a side-letter.signed=2025-09-15 warehouse supply.stock --all
brief -C "$CORPUS/acme" -d 2025-09-15 -a side-letter.signed=2026-01-01 warehouse supply.stock --all
