# A topic is the clause of that name and all below it.
brief -C "$CORPUS/acme" -d 2025-01-01 distribution --all
