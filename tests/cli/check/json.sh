# the document
pact check -d 2033 -k 2026-04-30 -a agi-verified=2027-01-01 --holds sometime 'not ip.license:exclusive = false' ip.license --json | sed "s|sha256:[0-9a-f]*|sha256:…|"
