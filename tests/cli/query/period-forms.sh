# All forms of a period, both ends included.
for d in 2026 2026-02 2026-Q2 2026-01-01..2026-06-30 2026..2027 2026-01..2026-02 today-1m..today 2026-01-01..2026-01-01; do
    pact query -C "$CORPUS/acme" --today 2026-03-31 -d $d brand -f jsonl | head -1 | sed 's/.*"query":{\("date":.*\),"known.*"today"/\1 "today"/'
done
