# A name that there is not.
pact schema corpsu
