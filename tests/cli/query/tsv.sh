# The same with tabs.
pact query -C "$CORPUS/acme" -d 2026-01-01 distribution -f tsv
