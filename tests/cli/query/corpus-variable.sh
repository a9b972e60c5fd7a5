# $PACT_CORPUS, with several paths; -C goes before it.
PACT_CORPUS=$CORPUS/two:$CORPUS/acme pact list agreements -f csv | cut -d, -f1
PACT_CORPUS=nowhere pact list -C "$CORPUS/acme" agreements -f csv | cut -d, -f1
