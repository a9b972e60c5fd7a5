# Tabs and line ends are escaped in TSV: one line a row.
pact query -C "$CORPUS/odd" -d 2025-06-01 text -f tsv
