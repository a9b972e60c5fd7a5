# No line is longer than the width, save for what cannot be broken.
cd "$CORPUS"
for w in 60 80 200; do
    pact query -C acme -d 2026-01-01 --all --width $w | sed 's/“/"/g; s/”/"/g; s/–/-/g' | awk -v w=$w 'length > w && !/^ *[^ ]*$/ { print w ": " $0 }'
done
