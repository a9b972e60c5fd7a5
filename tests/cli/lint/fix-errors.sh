# A corpus with errors is not touched.
printf 'agreement: x\npact: 1\ntitel: X\n' >x.yaml
cp x.yaml y
pact lint --fix x.yaml
cmp x.yaml y
