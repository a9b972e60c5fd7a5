# The number of files is a limit like the others.
# yaml only
pact query -C "$CORPUS/acme" -d 2026 --limit files=2 2>err
rc=$?
grep -o 'error.limit.\|--limit files=N' err
exit $rc
