# A folder that is not there.
pact query -C "$CORPUS/acme" -d 2026-01-01 -o nowhere/out
