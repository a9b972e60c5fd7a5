# Two days with one answer.
pact diff -C "$CORPUS/acme" 2025-03-01 2025-03-02
