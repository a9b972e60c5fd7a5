# Flags and a value in one argument.
pact query -qd2026-01-01 -C "$CORPUS/acme" && pact query -d=2026-01-01 -C "$CORPUS/acme"
