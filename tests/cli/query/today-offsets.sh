# Days, weeks, months and years from a day; a month's end clamps.
for d in today+90d today+2w today+1m today-1m today+4y today-1y today+1m..today+2m 2024-02-29+1y 2026-01-31-2m; do
    pact query -C "$CORPUS/acme" --today 2024-01-31 -d $d brand -f jsonl | head -1 | sed 's/.*"query":{\("date":.*\),"known.*/\1/'
done
