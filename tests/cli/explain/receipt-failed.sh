# A receipt is whole or as it was: the answer cannot be written, the question is wrong.
echo before >r.json
pact explain -C "$CORPUS/acme" -d 2025-08-01 --receipt r.json distribution.exclusivity >/dev/full; echo $?
pact explain -C "$CORPUS/acme" -d 2025-08-01 --receipt r.json nope; echo $?
pact explain -C "$CORPUS/acme" -d 2025-08-01 --receipt nowhere/r.json distribution.exclusivity; echo $?
pact explain -C "$CORPUS/acme" -d 2025-08-01 --receipt r.json -o r.json distribution.exclusivity; echo $?
cat r.json
ls
