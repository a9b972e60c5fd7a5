# The document of a line is that of `query --json`.
echo '{"date":"2030-06-01","known":"2025-06-10","signed":"2025-06-10","assume":{"acme-acquired":{"from":"2027-01-01","through":"2030-12-31"},"closing":"never"},"select":["distribution","brand"],"party":"globex","holder":null,"obligor":null,"kind":"exclusivity","where":["exclusive=true"],"all":true,"today":null}' | pact batch -C "$CORPUS/acme" >a
pact query -C "$CORPUS/acme" -d 2030-06-01 -k 2025-06-10 --signed 2025-06-10 -a acme-acquired=2027-01-01..2030-12-31 -a closing=never --party globex --kind exclusivity --where exclusive=true --all distribution brand --json >b
cmp a b && wc -l <a
