# Not ambiguous where one agreement is selected.
brief2 -C "$CORPUS/two" -d 2026-06-01 -a sale=never alpha/fee
