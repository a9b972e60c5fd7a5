# Nothing comes: a calendar without entries. The others have files for their readers as well.
pact next -C "$CORPUS/acme" -d 2026-11-20 --within 1d distribution.reporting -f ics -o terms.ics; echo $?
tr '\r' '$' <terms.ics
pact next -C "$CORPUS/acme" -d 2026-13 -f ics; echo $?
pact query -C "$CORPUS/acme" -f ics; echo $?
