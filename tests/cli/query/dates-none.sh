# Days that do not exist.
for d in 2026-02-29 2024-02-30 2026-04-31 2026-00-10 2026-01-00 2026-01-32 0000-01-01 1900-02-29; do pact query -C "$CORPUS/acme" -d $d -q && echo "taken: $d"; done
true
