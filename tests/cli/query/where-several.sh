# Several conditions: all of them.
brief -C "$CORPUS/acme" -d 2025-01-01 --where exclusive=true --where 'minimum_units > 9999'
brief -C "$CORPUS/acme" -d 2025-01-01 --where exclusive=true --where 'minimum_units > 10000'
