# $PACT_CORPUS leads nowhere.
PACT_CORPUS=nowhere pact query -d 2026
