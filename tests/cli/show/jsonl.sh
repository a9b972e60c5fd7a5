# In JSON lines.
pact show -C "$CORPUS/acts" 'work.*' -f jsonl
