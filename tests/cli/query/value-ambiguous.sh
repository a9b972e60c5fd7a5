# A clause of several agreements.
pact query -C "$CORPUS/two" -d 2025-01-01 --value fee:amount
