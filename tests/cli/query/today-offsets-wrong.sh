# Offsets that are none, or lead nowhere.
for d in today+ today+1 today+1x today+-1d today+1.5d 'today + 1d' today+999999d today++1d; do pact query -C "$CORPUS/acme" --today 2024-01-31 -d "$d" -q; done
pact query -C "$CORPUS/acme" --today 9999-12-31 -d today+1d
