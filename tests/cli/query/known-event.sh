# An occurrence that was not announced yet.
brief -C "$CORPUS/acme" -d 2024-10-17 -k 2024-09-19 supply.rebate --all
brief -C "$CORPUS/acme" -d 2024-10-17 -k 2024-09-20 supply.rebate --all
