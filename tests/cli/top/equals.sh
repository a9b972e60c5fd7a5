# --option=value, and a flag that takes none.
pact query --date=2026-01-01 --corpus="$CORPUS/acme" --quiet && pact query --all=yes -d 2026
