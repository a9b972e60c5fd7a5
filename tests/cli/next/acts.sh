# Every kind of boundary, on events with offsets, unknown days, and what is over before it begins.
pact next -C "$CORPUS/acts" -d 2020-12-30 -k 2026-06-30 --width 100
