# A wrong option is told, help or not.
pact query --frob --help
