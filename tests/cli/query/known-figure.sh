# A reported figure, and a caveat, of after Y is not shown.
for k in 2025-08-31 2025-09-01 2025-09-15; do
    pact query -C "$CORPUS/acme" -d 2025-12-01 -k $k supply.rebate distribution.exclusivity --json | grep -o '"reported":{[^}]*}\|"caveats":\[[^]]*\]'
done
