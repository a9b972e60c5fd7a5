# A length of time.
pact lint --stale 1x "$CORPUS/acme"
