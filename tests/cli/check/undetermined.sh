# what depends is undetermined: exit 3; --undetermined changes the verdict
pact check -d 2030-12-31 revshare.openai-to-microsoft
echo $?
pact check -d 2030-12-31 revshare.openai-to-microsoft --undetermined fail
echo $?
pact check -d 2030-12-31 revshare.openai-to-microsoft --undetermined skip
echo $?
pact check -d 2031-01-01 'agi.definition:text = AGI'
echo $?
pact check -d 2030-12-31 -a revshare-cap-reached=never revshare.openai-to-microsoft
echo $?
pact check -d 2030-12-31 --under all revshare.openai-to-microsoft
echo $?
pact check -d 2030-12-31 --under some revshare.openai-to-microsoft
