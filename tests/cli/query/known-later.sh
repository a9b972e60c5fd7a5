# Later than the record is answered, with a notice.
pact query -C "$CORPUS/acme" -d 2026-01-01 -k 2030-01-01 warehouse
