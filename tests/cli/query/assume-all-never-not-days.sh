# ... and not of unknown days, nor of what is assumed beside it.
brief -C "$CORPUS/acme" -d 2025-09-15 -a '*=never' warehouse
brief -C "$CORPUS/acme" -d 2030-06-01 -a '*=never' -a acme-acquired=2028-01-01 distribution --all
