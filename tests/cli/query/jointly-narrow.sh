# At 60 columns.
cd "$CORPUS" && pact query -C acme -d 2027-06-01 --jointly --width 60 brand distribution
