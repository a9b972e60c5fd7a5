# Nothing depends: one case, without conditions.
for format in text json csv; do pact query -C "$CORPUS/acme" -d 2025-01-01 --jointly distribution -f $format; done
