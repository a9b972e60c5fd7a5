# What was signed by a day.
pact explain -C "$CORPUS/acts" -d 2022-06-01 --signed 2020-06-01 work.start --json | jq -c '.results[0].chain[] | [.number, .standing, .day]'
