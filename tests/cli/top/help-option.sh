# --help is an answer: standard output, exit 0.
pact --help
