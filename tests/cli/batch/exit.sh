# What does not apply, or depends, is an answer in batch: exit 0.
printf '%s\n' '{"date":"2019-01-01"}' '{"date":"2026-06-01","select":["alpha/fee"]}' | pact batch -C "$CORPUS/two" | wc -l
printf '%s\n' '{"date":"2019-01-01"}' | pact batch -C "$CORPUS/two" >/dev/null
