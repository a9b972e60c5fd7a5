# Each report of a file with errors and of files without findings.
# yaml only
cp "$CORPUS/acme/"*.yaml .
cat >odd.yaml <<'Y'
pact: 1
agreement: acme-globex
sources:
  unused: {publisher: P, title: T, kind: other}
Y
cat >bad.yaml <<'Y'
pact: 1
agreement: y
titel: Y
Y
ls
for f in tap junit github; do
    echo "== $f"
    pact lint -f $f .
    echo $?
done
echo "== sarif"
pact lint -f sarif . | jq -c '.runs[0] | .invocations[0].executionSuccessful, .results[]'
