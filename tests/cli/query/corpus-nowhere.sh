# A path that is not there.
pact query -C nowhere -d 2026
