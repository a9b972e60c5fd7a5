# It may go against the record: what if.
brief -C "$CORPUS/acme" -d 2025-09-30 -a first-delivery=2025-08-31 supply.rebate --all
brief -C "$CORPUS/acme" -d 2025-10-01 -a first-delivery=2025-08-31 supply.rebate --all
brief -C "$CORPUS/acme" -d 2025-10-01 -a first-delivery=never supply.rebate --all
