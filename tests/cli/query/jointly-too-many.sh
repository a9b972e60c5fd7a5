# More cases than anybody reads.
pact query -d 2024-01-01 --jointly
