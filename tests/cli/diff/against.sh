# A review gate: what a change to a corpus changes, each thing once, and where on the plane it holds. Order and style do not count.
cat >old.yaml <<EOF
pact: 1
agreement: lease
title: Lease of a shop
complete_through: 2026-01-31
parties: {ann: Ann, bob: Bob}
sources: {paper: {publisher: Ann, title: The lease, kind: primary, date: 2024-01-10}, note: {publisher: Bob, title: A note, kind: other, date: 2025-05-01}}
instruments:
  lease: {title: Lease, announced: 2024-01-10, effective: 2024-02-01, sources: [paper]}
  rider: {title: Rider, announced: 2025-05-01, sources: [note]}
events: {sold: {title: The house is sold}}
clauses:
  rent:
    title: Rent
    kind: obligation
    holder: ann
    obligor: bob
    history:
      - {act: establish, by: lease, section: "2", until: sold, terms: {eur: 900, due: monthly}, summary: Bob pays 900 a month.}
      - {act: amend, by: rider, terms: {eur: 950}, summary: Bob pays 950 a month.}
  pets:
    title: Pets
    kind: permission
    holder: bob
    history:
      - {act: establish, by: lease, through: 2027, terms: {dogs: 1}, summary: Bob may keep a dog.}
EOF
sed 's/through: 2027/through: 2026/; s/eur: 900/eur: 890/; s/section: "2"/section: "3"/; s/title: A note/title: A letter/; s/note/letter/g; s/house/shop/' old.yaml >new.yaml
pact diff -C new.yaml --against old.yaml; echo $?
pact diff -C new.yaml --against old.yaml -f csv; echo $?
pact diff -C new.yaml --against old.yaml --json rent | jq -c '.query.against.clauses, .query.select, (.results[] | [.subject, .id, .field])'
pact diff -C new.yaml --against old.yaml pets -k 2025-01-01 -d 2027-06-30; echo $?
(sed -n 1,9p old.yaml; sed -n '11,$p' old.yaml | sed '/^clauses/,$!d'; echo ---; printf 'events: {"sold": {title: The house is sold}}\nagreement: "lease"\npact: 1\n') >same.yaml
pact diff -C same.yaml --against old.yaml; echo $?
