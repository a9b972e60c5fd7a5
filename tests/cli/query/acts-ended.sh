# An ended clause has no terms, and the provenance of what ended it.
pact query -C "$CORPUS/acts" -d 2021-07-01 life --all --json
