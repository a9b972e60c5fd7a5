# The other formats.
for format in jsonl csv tsv markdown; do pact query -C "$CORPUS/acme" -d 2027-06-01 --jointly brand distribution.exclusivity -f $format; done
