# `today` is there where the answer used it, and null where not.
for d in today 2026-01-01 today+1d; do
    pact query -C "$CORPUS/acme" --today 2026-01-01 -d $d brand --json | sed 's/.*\("query".*"today":[^}]*\).*/\1/'
done
