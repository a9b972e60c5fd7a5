# Everything that is wrong with the ends is said.
pact timeline -C "$CORPUS/acme" -d 2026-06-01 --from 2026-13 --through soon
pact timeline -C "$CORPUS/acme" -d 2026
pact timeline -C "$CORPUS/acme" -d 2026-06-01 --from 2030 --through 2029
