# The same in plain characters, on part of the years.
pact timeline -C "$CORPUS/acme" -d 2026-06-01 --from 2024 --through 2027 --width 60 --ascii distribution supply
