# For a period 0 as soon as something applies on some day.
brief -C "$CORPUS/acme" -d 2024-03-31..2024-04-01 brand
brief -C "$CORPUS/acme" -d 2024-03-01..2024-03-31 brand
echo $?
brief -C "$CORPUS/acme" -d 2026-12-31..2027-01-01 distribution.quota
echo $?
