# A failure is told although quiet.
pact query -C "$CORPUS/acme" -d 2026-01-01 -q nope
