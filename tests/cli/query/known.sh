# What was announced after Y does not exist.
brief -C "$CORPUS/acme" -d 2025-08-01 -k 2025-06-09 distribution --all
brief -C "$CORPUS/acme" -d 2025-08-01 -k 2025-06-10 distribution --all
