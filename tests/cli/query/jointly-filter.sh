# Filters choose as without it; what does not apply comes with --all.
pact query -C "$CORPUS/acme" -d 2030-06-01 --jointly --kind exclusivity --all
