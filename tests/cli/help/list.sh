# Another one.
pact list --help
