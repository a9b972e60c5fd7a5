# The exit code is the answer.
for d in 2026-01-01 2030-06-01 2024-01-01; do
    pact query -C "$CORPUS/acme" -d $d -q distribution.exclusivity
    echo $?
done
