# A failed write is exit 2, not the exit code of the answer.
pact query -C "$CORPUS/acme" -d 2026-01-01 >/dev/full
