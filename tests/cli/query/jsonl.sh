# A head line, then a line for each result.
pact query -C "$CORPUS/acme" -d 2026-01-01 distribution -f jsonl
