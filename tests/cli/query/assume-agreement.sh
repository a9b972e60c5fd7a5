# AGREEMENT/NAME where several selected agreements have it.
brief2 -C "$CORPUS/two" -d 2026-06-01 -a alpha/sale=never -a beta/sale=2025-06-01 --all
