# An option of another verb is told whose it is.
pact list --date 2026
