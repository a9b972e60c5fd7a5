# Of an invalid corpus nothing is answered: exit 4.
printf 'pact: 1\nagreement: x\n' >bad.yaml
echo '{"date":"2019-01-01"}' | pact batch -C bad.yaml 2>/dev/null
