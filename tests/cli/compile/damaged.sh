# A damaged image answers nothing: exit 4.
pact compile -o image "$CORPUS/acme"
printf 'XX' | dd of=image bs=1 seek=700 conv=notrunc 2>/dev/null
pact query -C image -d 2026-01-01 --all >/dev/null 2>err
echo "exit $?"
cut -d: -f1 err | head -1
