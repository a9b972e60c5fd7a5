# What a party holds or owes.
brief -C "$CORPUS/acme" -d 2025-01-01 --party acme | wc -l
brief -C "$CORPUS/acme" -d 2025-01-01 --holder acme
brief -C "$CORPUS/acme" -d 2025-01-01 --obligor acme --holder globex distribution
