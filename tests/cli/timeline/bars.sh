# Bars of a corpus: what is in force, depends, was suspended, has ended; the day asked; years.
pact timeline -C "$CORPUS/acme" -d 2026-06-01 --width 80
