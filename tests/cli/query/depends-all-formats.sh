# Cases in Markdown.
pact query -C "$CORPUS/acme" -d 2030-06-01 distribution -f markdown
