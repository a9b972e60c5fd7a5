# The overview, with exit codes and environment.
pact help
