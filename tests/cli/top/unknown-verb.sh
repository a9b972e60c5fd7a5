# A verb that is near none.
pact frobnicate
