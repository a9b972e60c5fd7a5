# Wrapped at 60 columns.
cd "$CORPUS" && pact query -C acme -d 2026-01-01 distribution --width 60
