# Pipes, tags and stars in Markdown.
pact query -C "$CORPUS/odd" -d 2025-06-01 text -f markdown
