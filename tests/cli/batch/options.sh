# Options are for lines that do not say.
pact batch -C "$CORPUS/acme" -k 2025-06-09 -a closing=never --today 2025-08-01 <<'J' | sed 's/.*"query"\(.*\),"results".*/\1/'
{"date": "today"}
{"date": "today", "known": "2025-06-10", "assume": {"acme-acquired": "never"}}
{"date": "2025-08-01", "today": "2025-01-01"}
J
