# A wrong command line is told in JSON as well, where JSON was asked.
pact query --json --frob
