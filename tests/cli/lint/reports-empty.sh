# A folder without a document.
mkdir empty
for f in tap junit github; do
    pact lint -f $f empty
    echo $?
done
