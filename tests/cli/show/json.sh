# In JSON.
pact show -C "$CORPUS/acme" supply.stock --json
