# A folder in a folder that is not there.
pact init no/parent 2>/dev/null
echo "exit $?"
ls
