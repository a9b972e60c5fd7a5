# ... and has suggestions.
pact query -d 2031-01-01 ip.licence
