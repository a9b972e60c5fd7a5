# A path that is not there.
pact lint nowhere
