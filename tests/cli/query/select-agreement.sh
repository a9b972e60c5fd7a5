# AGREEMENT/SELECTOR.
brief2 -C "$CORPUS/two" -d 2025-01-01 beta/fee
