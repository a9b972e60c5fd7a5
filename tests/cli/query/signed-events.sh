# With --signed all but the acts goes by Y.
brief -C "$CORPUS/acme" -d 2024-10-20 -k 2024-09-19 --signed 2024-02-20 supply.rebate --all
brief -C "$CORPUS/acme" -d 2024-10-20 -k 2024-09-20 --signed 2024-02-20 supply.rebate --all
