# A string never equals a number or a day; numbers are equal by value.
for w in 'count = 12' 'digits = 12' 'digits = "12"' 'count = "12"' 'exact = 0.1' 'day = 2025-02-28' 'day < 2025-03-01' 'text = twelve' 'list ~ two' 'big > 1e3' 'minus < 0' 'map.in.deep = 7' 'yes_no = true' 'hidden = 1' 'silent = 1'; do
    echo "$w: $(pact query -C "$CORPUS/odd" -d 2025-01-01 --where "$w" -f tsv 2>&1 | sed 1d | cut -f2)"
done
