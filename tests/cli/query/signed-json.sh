# `signed` is echoed.
pact query -C "$CORPUS/acme" -d 2025-08-01 --signed 2025-06-09 distribution.reporting --json
