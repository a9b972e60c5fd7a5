# What an announcement taught of one day.
pact diff -C "$CORPUS/acme" --known 2025-06-09..2025-06-10 -d 2025-08-01 distribution
