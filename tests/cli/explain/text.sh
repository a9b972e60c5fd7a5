# The answer, act by act how it came about, and what would change it.
pact explain -C "$CORPUS/acme" -d 2025-08-01 distribution.exclusivity
