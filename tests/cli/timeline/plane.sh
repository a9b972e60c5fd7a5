# One clause over days and knowledge: an edge moves while an event may come on any day after that of knowledge.
pact timeline -C "$CORPUS/acme" --plane -d 2026-06-01 --width 72 distribution.exclusivity
pact timeline -C "$CORPUS/acme" --plane -d 2026-06-01 --width 60 --ascii --from 2024 --through 2027 distribution.exclusivity
pact timeline -C "$CORPUS/acme" --plane -d 2026-06-01 -f tsv distribution.exclusivity | cut -f3-8
pact timeline -C "$CORPUS/acme" --plane --from 2025-01-01 --through 2025-12-31 --json distribution.quota | jq -c '.query.date, (.results[] | [.known_from, .known_through, .from, .through, .status])'
pact timeline -C "$CORPUS/acme" --plane -d 2026-06-01 -f svg distribution.exclusivity | grep -c '<path class="depends"'
pact timeline -C "$CORPUS/acme" --plane distribution; echo $?
pact timeline -C "$CORPUS/acme" --plane --over known distribution.quota; echo $?
pact timeline -C "$CORPUS/acme" --plane -f html distribution.quota; echo $?
