# What is not a question: one day, a period, both ways at once, an unknown clause.
pact diff -C "$CORPUS/acme" 2025-06-30; echo $?
pact diff -C "$CORPUS/acme" 2025 2026; echo $?
pact diff -C "$CORPUS/acme" 2025-06-30 2025-07-01 -d 2025-01-01; echo $?
pact diff -C "$CORPUS/acme" 2025-06-30 2025-07-01 nope; echo $?
pact diff -C "$CORPUS/acme" --known 2025-06-09..soon -d 2025-08-01
