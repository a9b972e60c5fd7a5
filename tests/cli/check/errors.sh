# what is wrong with an assertion is told of each; the others are asked all the same
pact check -d 2027-01-01 ip.licens ip 'ip.*' 'ip.license:exclusiv = false' 'ip.license = 3' 'ip license' '' 'all nope' 'any ip:nope=1' 'ip.license:exclusive == true' ip.license
