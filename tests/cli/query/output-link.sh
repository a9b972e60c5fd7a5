# A link stays one; what it leads to is written.
echo old >out
ln -s out link
pact query -C "$CORPUS/two" -d 2025-01-01 -f csv -o link goods
cut -d, -f1,2 out
test -L link
