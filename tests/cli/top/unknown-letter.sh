# A letter that is no option.
pact query -d 2026 -x 2>err
rc=$?
sed 1q err | cut -c1-47
exit $rc
