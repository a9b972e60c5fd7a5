# With --all also what does not apply, and why.
pact query -C "$CORPUS/acme" -d 2026-01-01 --all
