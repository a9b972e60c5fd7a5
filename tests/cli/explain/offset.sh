# Pivots: with an offset, of an unknown day, and against the record.
pact explain -C "$CORPUS/acts" -d 2025-06-01 work.start --json | jq -c '.results[0].pivots[] | [.event // .day, .plus, .on, .possible, .answer.status, .a_day_later.status, .a_day_later.terms.n]'
pact explain -C "$CORPUS/acts" -d 2025-06-01 work.law --json | jq -c '.results[0].pivots[] | [.event // .day, .plus, .on, .possible, .answer.status, .a_day_later.status]'
