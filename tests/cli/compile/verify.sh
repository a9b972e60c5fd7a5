# Every byte of an image, also what no question reads: a damaged digest of one agreement is found by --verify alone.
pact compile -o image "$CORPUS/two" && pact compile --verify image; echo "exit $?"
pact compile --plain -o plain "$CORPUS/two" && pact compile --verify plain image 2>&1 | head -1
printf X >>image
pact compile --verify image; echo "exit $?"
pact compile --verify; echo "exit $?"
pact compile --verify -o x image 2>&1
