# Only clauses of a kind.
brief -C "$CORPUS/acme" -d 2025-01-01 --kind right
