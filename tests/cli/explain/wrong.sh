# What is not one clause on one day.
pact explain -C "$CORPUS/acme" -d 2025-08-01; echo $?
pact explain -C "$CORPUS/acme" -d 2025-08-01 distribution; echo $?
pact explain -C "$CORPUS/acme" -d 2025-08-01 '*.exclusivity'; echo $?
pact explain -C "$CORPUS/acme" -d 2025-08-01 distribution.exclusivty; echo $?
pact explain -C "$CORPUS/acme" -d 2025-08-01 a b; echo $?
pact explain -C "$CORPUS/acme" -d 2025 distribution.exclusivity; echo $?
pact explain -C "$CORPUS/acme" -d 2025-08-01 -a nope=never distribution.exclusivity
