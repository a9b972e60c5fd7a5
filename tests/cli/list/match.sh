# --match looks at ids and titles, whatever the case.
pact list -C "$CORPUS/acme" --match STOCK -f csv
pact list -C "$CORPUS/acme" events --match 'takeover' -f csv
