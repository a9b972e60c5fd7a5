# A day that is assumed for an event is marked.
pact timeline -C "$CORPUS/acme" -d 2026-06-01 -a acme-acquired=2028-03-01 --width 70 distribution.exclusivity
