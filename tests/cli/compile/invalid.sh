# Of an invalid corpus no image is made.
printf 'pact: 1\nagreement: x\n' >bad.yaml
echo old >image
pact compile -o image bad.yaml 2>/dev/null
echo "exit $?"
cat image
