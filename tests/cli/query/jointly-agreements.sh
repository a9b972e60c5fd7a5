# Events belong to an agreement, and so do cases.
for format in text markdown; do pact query -C "$CORPUS/acme" -C "$CORPUS/two" -d 2027-06-01 --jointly "*" -f $format; done
