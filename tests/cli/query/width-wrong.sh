# Widths that are none.
for w in x -5 10000 '' 1.5; do pact query -C "$CORPUS/acme" -d 2026-01-01 --width "$w" -q; done
