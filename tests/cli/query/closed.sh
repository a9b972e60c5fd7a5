# Standard output closed.
pact query -C "$CORPUS/acme" -d 2026-01-01 >&-
