# --known today.
brief -C "$CORPUS/acme" --today 2025-06-09 -d 2025-08-01 -k today distribution.reporting
