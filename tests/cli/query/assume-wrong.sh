# Assumptions that are none.
for a in closing closing= =never closing=nevr closing=2027-02-30 closing=2027-03..2027-01 ''; do pact query -C "$CORPUS/acme" -d 2026-01-01 -a "$a" -q; done
