# What names no term.
for t in brand.use brand.use: :fee ''; do pact query -C "$CORPUS/acme" -d 2026-01-01 --value "$t"; done
