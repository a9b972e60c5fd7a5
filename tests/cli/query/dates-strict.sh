# Nothing looser than YYYY-MM-DD, today and the periods.
for d in 2026-1-1 26-01-01 20260101 01/02/2026 2026-01-01T00:00 yesterday Today 2026-q1 2026-Q5 2026-Q0 2026-13 2026- ' 2026-01-01' '2026-01-01 ' +2026 2026-01-01.. ..2026-01-01 2026-01-01...2026-02-01 2026-01-01..2026-02-01..2026-03-01 ''; do
    pact query -C "$CORPUS/acme" -d "$d" -q && echo "taken: $d"
done
true
