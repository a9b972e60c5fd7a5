# Several images answer as one does, and as the YAML, byte for byte; and the image made of them is that of the YAML.
for c in acme two acts odd; do pact compile -o $c "$CORPUS/$c" || exit; done
pact compile -o one "$CORPUS/two" "$CORPUS/odd" "$CORPUS/acme" "$CORPUS/acts"
pact compile -o joined two acts acme odd && cmp one joined && pact compile --verify one acts
for question in 'query -d 2022..2030 --all --json' 'query -d 2025-01-01 -f csv' 'show * --json' 'list agreements --json' \
    'list events -f tsv' 'query -d 2025-01-01 --json work.law *.start'; do
    set -f
    pact $question -C one >1
    pact $question -C acts -C two -C acme -C odd >2
    pact $question -C "$CORPUS/two" -C "$CORPUS/odd" -C "$CORPUS/acme" -C "$CORPUS/acts" >3
    pact $question -C odd -C "$CORPUS/acme" -C "$CORPUS/two" -C acts >4
    cmp 1 2 && cmp 1 3 && cmp 1 4 && test -s 1 || echo "$question"
done
pact query -C acts -C one -d 2025 2>&1 | cut -d: -f1,2
