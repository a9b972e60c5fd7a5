# A day: what is in force, suspended or depends.
pact query -C "$CORPUS/acme" -d 2026-01-01
