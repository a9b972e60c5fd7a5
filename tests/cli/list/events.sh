# Events.
pact list -C "$CORPUS/acme" events
