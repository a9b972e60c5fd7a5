# In CSV the notice goes to standard error.
pact query -C "$CORPUS/acme" -d 2026-01-01 -k 2030-01-01 warehouse -f csv | cut -d, -f1,2,7,8
