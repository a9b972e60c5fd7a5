# wrong usage
pact check
pact check -d 2031-02-30 ip
pact check -d 2031-01-01 ip.license --holds allways
pact check -d 2031-01-01 ip.license --under every
pact check -d 2031-01-01 ip.license --undetermined ignore
pact check -d 2031-01-01 ip.license -q -o x
pact check -d 2031-01-01 -q ip.license; echo $?
pact check -d 2033-01-01 -q ip.license nope; echo $?
pact check -d 2033-01-01 -q ip.license; echo $?
