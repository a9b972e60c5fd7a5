# What cannot be mended.
unset PACT_CORPUS
pact lint --fix
echo $?
pact lint --fix - </dev/null
echo $?
pact compile -o x.pact -C "$CORPUS/acme"
pact lint --fix x.pact
echo $?
