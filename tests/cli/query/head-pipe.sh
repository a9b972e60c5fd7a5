# A reader that goes away is no noise.
pact query -C "$CORPUS/acme" -d 0001-01-01..9999-12-31 --all -f csv | head -1 | cut -c1-16
