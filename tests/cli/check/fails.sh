# what fails says what was asked, expected and found, why, and how to ask again
pact check -d 2033-01-01 ip.license --width 80
echo $?
pact check -d 2031 --known 2025-12-31 "ip.license:exclusive = 'it is'" 'not ip.license'
