# All of a topic, with a reaffirmation that stands under `reaffirms`.
pact show -C "$CORPUS/acme" supply
