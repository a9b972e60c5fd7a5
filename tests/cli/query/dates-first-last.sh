# The first and the last day there is.
brief -C "$CORPUS/acme" -d 0001-01-01 brand --all
brief -C "$CORPUS/acme" -d 9999-12-31 supply.rebate
brief -C "$CORPUS/acme" -d 0001-01-01..9999-12-31 supply.rebate
