# The built-in corpus.
pact next -d 2026-11-24 ip --width 72
