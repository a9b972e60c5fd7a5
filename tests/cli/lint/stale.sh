# A reaffirmation that is older than a year.
# yaml only
pact lint --stale 1y "$CORPUS/acme" >out
echo "exit $?"
grep -c 'stale' out
pact lint --stale 1y --strict "$CORPUS/acme" >out
echo "exit $?"
