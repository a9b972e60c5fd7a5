# last_of with an offset.
brief -C "$CORPUS/acts" -d 2026-12-31 -a notice=2026-08-31 work.start
brief -C "$CORPUS/acts" -d 2027-02-27 -a notice=2026-08-31 work.start
brief -C "$CORPUS/acts" -d 2027-02-28 -a notice=2026-08-31 work.start --all
