# A partial day counts from its last day.
brief -C "$CORPUS/acme" -d 2025-12-01 --signed 2025-09-29 warehouse --all
brief -C "$CORPUS/acme" -d 2025-12-01 --signed 2025-09-30 warehouse --all
