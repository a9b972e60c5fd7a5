# What was signed by then, whenever announced.
brief -C "$CORPUS/acme" -d 2024-05-01 -k 2024-02-20 --signed 2024-02-19 brand --all
brief -C "$CORPUS/acme" -d 2024-05-01 -k 2024-02-20 --signed 2024-02-20 brand --all
