# A full disk.
pact schema corpus >/dev/full
