# What an announcement taught of all days, stretch by stretch; of a period; for programs.
pact diff -C "$CORPUS/acme" --known 2025-06-09..2025-06-10 -d all distribution; echo $?
pact diff -C "$CORPUS/acme" --known 2025-06-09..2025-06-10 -d 2025-06..2025-08 distribution.exclusivity; echo $?
pact diff -C "$CORPUS/acme" --known 2025-06-09..2025-06-10 -d all -f csv distribution.exclusivity; echo $?
pact diff -C "$CORPUS/acme" --known 2025-06-09..2025-06-10 -d all --json distribution.exclusivity | jq -c '.query, .results[0]'
pact diff -C "$CORPUS/acme" --known 2025-06-09..2025-06-09 -d all; echo $?
