# The picture goes into a file as a whole.
pact timeline -C "$CORPUS/acme" -d 2026-06-01 -f svg -o picture.svg; echo $?
head -c 4 picture.svg; tail -n 1 picture.svg
