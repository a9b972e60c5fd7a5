# Quiet writes nothing, --output does.
pact query -C "$CORPUS/acme" -d 2026-01-01 -q -o file
