# Two for one name, one of them with the agreement.
pact query -C "$CORPUS/acme" -d 2027-06-01 -a closing=never -a acme-globex/closing=2027-01-01 brand -q 2>/dev/null
