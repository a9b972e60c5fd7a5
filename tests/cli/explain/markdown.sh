# For a note.
pact explain -C "$CORPUS/acme" -d 2027-06-01 distribution.exclusivity -f markdown
