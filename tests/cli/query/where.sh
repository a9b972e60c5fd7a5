# Conditions on terms, in signs and in words.
for w in exclusive=true 'territory ~ UK' 'cap.amount_eur >= 1000000' 'cap.amount_eur gt 999999.99' 'weeks lt 5' 'parts.1 = valves' 'due_days != 10' 'cap.currency has EU' 'units eq 50000.0'; do
    echo "$w"
    pact query -C "$CORPUS/acme" -d 2025-01-01 --where "$w" -f tsv | sed 1d | cut -f2
done
