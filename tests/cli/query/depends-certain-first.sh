# 0 if anything applies for certain, though something depends.
brief -C "$CORPUS/acme" -d 2026-01-01 brand distribution.quota
