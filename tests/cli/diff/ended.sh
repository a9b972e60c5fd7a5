# A suspension, and what ends.
pact diff -C "$CORPUS/acme" 2025-12-14 2026-01-01
