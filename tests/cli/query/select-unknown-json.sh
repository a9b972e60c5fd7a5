# ... in JSON on standard output, too.
pact query -C "$CORPUS/acme" -d 2025-01-01 distribution.exclusvity --json
