# an assertion that holds, on a day and over a period, of one clause, a comparison, all and any
pact check -d 2031-01-01 ip.license
pact check -d 2027..2032 'ip.license:exclusive = false' 'not ip.license.exclusivity' 'any ip' 'not all ip'
pact check -d 2031-01-01 'ip.license:scope has models' 'microsoft-openai/ip.license:scope ~ products' 'not any *.exclusivity'
