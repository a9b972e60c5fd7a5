# Instruments, with days as written.
pact list -C "$CORPUS/acme" instruments
