# An option that takes one value is given once.
pact query -C "$CORPUS/acme" -d 2026-01-01 --date 2026-01-02
