# How the answer for one day changed with what was known: bars, rows, and what is refused.
pact timeline -C "$CORPUS/acme" --over known -d 2025-08-01 --width 72
pact timeline -C "$CORPUS/acme" --over known -d 2025-08-01 --from 2025 --through 2025-Q3 --ascii --width 60 distribution
pact timeline -C "$CORPUS/acme" --over known -d 2025-08-01 -f tsv distribution.reporting | cut -f2-8
pact timeline -C "$CORPUS/acme" --over known -d 2025-08-01 --from 2025-06-01 --through 2025-06-30 --json distribution.reporting | jq -c '.query, (.results[] | [.known_from, .known_through, .terms])'
pact timeline -C "$CORPUS/acme" --over known -d 2025-08-01 -f mermaid distribution.reporting
pact timeline -C "$CORPUS/acme" --over known -d 2025-08-01 -f html; echo $?
pact timeline -C "$CORPUS/acme" --over known -d 2025; echo $?
pact timeline -C "$CORPUS/acme" --over time; echo $?
