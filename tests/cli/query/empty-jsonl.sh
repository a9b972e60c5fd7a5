# Nothing applies: the head line alone.
pact query -C "$CORPUS/acme" -d 2024-01-01 -f jsonl
