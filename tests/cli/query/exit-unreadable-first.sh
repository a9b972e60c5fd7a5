# 2 goes before 4: an unreadable path beside an invalid corpus.
printf 'pact: 1\nagreement: x\n' >bad.yaml
pact query -C bad.yaml -C nowhere -d 2026 -q 2>err
echo "exit $?"
tail -1 err
