# No clause is of that kind.
pact timeline -C "$CORPUS/acme" -d 2026-06-01 --kind fact
