# An amend that turns the parties round, with a condition.
pact query -C "$CORPUS/acts" -d 2024-06-01 life --json
