# A topic is not one clause.
pact query -C "$CORPUS/acme" -d 2026-01-01 --value distribution:exclusive
