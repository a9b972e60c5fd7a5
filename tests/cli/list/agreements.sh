# Agreements, with their record dates.
pact list -C "$CORPUS/two" agreements
