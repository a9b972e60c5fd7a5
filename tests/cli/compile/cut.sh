# An image that was cut off.
pact compile -o image "$CORPUS/acme"
head -c 1000 image >cut
pact query -C cut -d 2026-01-01 >/dev/null 2>err
echo "exit $?"
