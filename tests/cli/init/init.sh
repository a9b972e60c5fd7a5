# A corpus to start from, which is sound and answers.
pact init
pact lint .
pact query -C . -d 2026-06-30 -f tsv | cut -f2,8
pact query -C . -d 2026-06-30 -q
