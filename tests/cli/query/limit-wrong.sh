# Limits need a number.
for l in depth depth= depth=x depth=0 depth=-1 =3 depth=99999999999999999999; do pact query -C "$CORPUS/two" -d 2026 -q --limit "$l"; done
