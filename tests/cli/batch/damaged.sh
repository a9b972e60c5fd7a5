# A compiled corpus of which one agreement is damaged: the answers before it stand, then the batch ends.
pact compile -o image "$CORPUS/two"
printf '\377\377\377\377' | dd of=image bs=1 seek=40 conv=notrunc 2>/dev/null
for clause in beta/goods alpha/fee beta/fee; do
    printf '{"date":"2026-01-01","select":["%s"]}\n' $clause
done >questions
pact batch -C image <questions >answers; echo "exit $?"
cut -c1-22 answers
pact batch -C image -o kept <questions 2>/dev/null; ls kept 2>/dev/null
tail -n 2 questions | pact batch -C image 2>/dev/null | cut -c1-68
