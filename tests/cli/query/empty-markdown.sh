# Nothing applies, in Markdown.
pact query -C "$CORPUS/acme" -d 2024-01-01 -f markdown
