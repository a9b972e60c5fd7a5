# The same bytes from any number of threads, in any order of files; the number is checked.
# yaml only
mkdir many
i=0
while [ $i -lt 12 ]; do
    sed "s/^agreement: acts/agreement: acts-$i/" "$CORPUS"/acts/*.yaml >many/$i.yaml
    i=$((i + 1))
done
# Files large enough for threads to be worth while.
for f in many/*.yaml; do awk 'BEGIN { for (i = 0; i < 1200; i++) print "# a comment that takes its room, as comments do" }' >>$f; done
pact compile --threads 1 -o one many 2>/dev/null && pact compile --threads 5 -o five many 2>/dev/null && cmp one five && echo same
pact compile -o turned many/9.yaml many/1?.yaml many/[0-8].yaml 2>/dev/null && cmp one turned && pact compile --verify one && echo same
pact compile --threads 0 -o one many
