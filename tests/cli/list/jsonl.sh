# JSON lines of every noun.
for n in agreements topics clauses parties instruments events sources; do pact list -C "$CORPUS/acts" $n -f jsonl; done
