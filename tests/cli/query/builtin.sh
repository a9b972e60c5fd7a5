# The corpus that is built in answers anywhere.
pact query --date 2031-01-01 ip -q
echo "exit $?"
pact query --date 2031-01-01 ip --json | grep -c '"schema":"pact.query/1"'
pact list agreements -f csv | cut -d, -f1
