# Labels are never cut: those that are too long stand above their bars.
pact timeline -C "$CORPUS/acme" -d 2026-06-01 --from 2024 --through 2027 --width 40 distribution
