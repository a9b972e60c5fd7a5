# From certain to uncertain: 3.
pact diff -C "$CORPUS/acme" 2026-11-01 2027-01-01 distribution.exclusivity
