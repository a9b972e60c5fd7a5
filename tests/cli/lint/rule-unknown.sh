# A rule that there is not.
pact lint --rule unused-sauce --rule nonsense "$CORPUS/acme"
