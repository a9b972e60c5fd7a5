# Quotes, commas, line ends and semicolons in CSV.
pact query -C "$CORPUS/odd" -d 2025-06-01 text -f csv
