# Nothing is ever overwritten.
mkdir d
echo mine >d/agreement.yaml
pact init d 2>/dev/null
echo "exit $?"
cat d/agreement.yaml
