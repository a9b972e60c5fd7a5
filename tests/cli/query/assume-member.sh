# An unknown day in a list has the number of its member.
brief -C "$CORPUS/acts" -d 2025-06-01 -a work.law#1.until/1=2025-06-01 work.law --all
brief -C "$CORPUS/acts" -d 2025-06-01 -a work.law#1.until/1=2025-06-02 work.law --all
