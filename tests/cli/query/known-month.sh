# Announced in a month: known from its last day.
brief -C "$CORPUS/acme" -d 2025-12-01 -k 2025-10-30 warehouse --all
brief -C "$CORPUS/acme" -d 2025-12-01 -k 2025-10-31 warehouse --all
