# What requires something that never comes never comes.
brief -C "$CORPUS/acme" -d 2027-04-01 -a deal-signed=never brand
