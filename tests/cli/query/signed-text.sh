# What was not signed by then was announced all the same.
pact query -C "$CORPUS/acme" -d 2025-12-01 --signed 2025-09-29 warehouse --all | grep -c 'announced by'
