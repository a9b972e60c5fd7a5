# The version, in every place it may be asked.
pact --version
pact -V
pact query --version
