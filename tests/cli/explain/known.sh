# As known before some of it was announced.
pact explain -C "$CORPUS/acts" -d 2025-06-01 -k 2024-01-01 life.whole --ascii --width 60
