# A mistyped verb gets a suggestion.
pact qurey -d 2026
