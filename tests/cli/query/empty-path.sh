# An empty path is no path, and not a lack of memory.
pact query -C '' -d 2026 2>err
rc=$?
cut -d: -f1 err | head -1
exit $rc
