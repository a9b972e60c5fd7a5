# Acts that do not count, each with its reason.
pact explain -C "$CORPUS/acts" -d 2025-06-01 life.whole -f csv | cut -d, -f3,4,14-16 2>/dev/null
