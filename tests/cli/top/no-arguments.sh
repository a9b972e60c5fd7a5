# Without a verb: the overview goes to standard error, exit 2.
pact
