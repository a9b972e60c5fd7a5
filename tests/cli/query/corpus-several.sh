# Several -C are one corpus.
brief2 -C "$CORPUS/two" -C "$CORPUS/acme" -d 2025-01-01 brand fee
