# The end of the calendar is no day of a contract.
pact query -C "$CORPUS/two" -d 2026-06-01 beta/goods | grep -c 9999
