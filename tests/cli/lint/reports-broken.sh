# A run that breaks down says so in the report, in a file too: an old one would pass for this run's.
echo old >report.xml
pact lint -f junit -o report.xml nowhere
echo $?
cat report.xml
pact lint -f tap nowhere
echo $?
pact lint -f github --stale 1x
echo $?
pact lint -f sarif nowhere | jq -c '.runs[0] | .invocations, .results'
