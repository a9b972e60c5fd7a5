# An empty name.
pact init ''
