# After the record date nothing more is known, and events are open from the record on.
brief -C "$CORPUS/acme" -d 2028-01-01 brand distribution.exclusivity
brief -C "$CORPUS/acme" -d 2028-01-01 -k 2029-01-01 brand distribution.exclusivity
