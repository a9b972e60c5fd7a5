# The same for programs: values of terms are objects, so that no string is taken for an absence.
pact diff -C "$CORPUS/acme" 2025-06-30 2025-07-01 --json | jq -c 'del(.corpus.digest)'
