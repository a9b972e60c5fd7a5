# For calendars: dated, hanging on an event with a latest day and without one, with a scenario.
pact next -C "$CORPUS/acme" -d 2026-11-20 -a closing=2027-01-01..2027-03-31 distribution brand.use -f ics | tr '\r' '$'
