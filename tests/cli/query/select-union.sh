# Several selectors are a union; each clause comes once, in order.
brief -C "$CORPUS/acme" -d 2025-01-01 supply brand supply.rebate 'b*'
