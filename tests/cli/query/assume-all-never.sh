# '*=never' is said of every open event.
brief -C "$CORPUS/acme" -d 2030-06-01 -a '*=never'
