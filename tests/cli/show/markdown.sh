# In Markdown.
pact show -C "$CORPUS/acme" distribution -f markdown
