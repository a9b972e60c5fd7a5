# ... in JSON.
pact lint nowhere --json
