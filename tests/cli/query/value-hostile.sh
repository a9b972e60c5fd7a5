# Text goes out as it is; lists and maps as JSON.
for t in lines tab wide empty quote back; do pact query -C "$CORPUS/odd" -d 2025-06-01 --value text.hostile:$t; done
for t in big exact list none map day digits; do pact query -C "$CORPUS/odd" -d 2025-06-01 --value values.all:$t; done
