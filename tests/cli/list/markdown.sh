# Markdown, with pipes in names.
pact list -C "$CORPUS/odd" sources -f markdown
