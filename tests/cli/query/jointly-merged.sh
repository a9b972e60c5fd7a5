# An event that is decided already makes two cases of a clause one, here of `mode` where `approved` brings `filed` with it: no
# condition on `amended` is needed. The summary is not the same in both, so it is null.
cat >c.yaml <<"X"
pact: 1
agreement: a
title: A
complete_through: 2026-01-01
sources: {s: {title: S, publisher: P, date: 2025-01-01, kind: primary}}
events: {amended: {title: M}, filed: {title: F}, aa-approved: {title: G, requires: [filed]}}
instruments: {deal: {title: Deal, signed: 2025-01-01, announced: 2025-01-01, sources: [s]}}
clauses:
  fee:
    title: Fee
    kind: fact
    history: [{act: establish, by: deal, until: aa-approved, summary: A fee.}]
  mode:
    title: Mode
    kind: fact
    history:
      - {act: establish, by: deal, summary: First., terms: {x: 1}}
      - {act: amend, by: deal, from: {event: amended}, summary: Second.}
      - {act: override, by: deal, from: {event: amended}, until: filed, summary: Meanwhile., terms: {x: 2}}
X
pact query -C c.yaml -d 2027-06-01 mode --json | jq -c '.results[0].cases[]|[(.when|map((.event)+(if .by then " by" else " not by" end))),.terms.x,.summary]'
echo
pact query -C c.yaml -d 2027-06-01 --jointly --json | jq -c '.results[0].cases[]|[(.when|map((.event)+(if .by then " by" else " not by" end))),(.clauses|map([.clause,.status,.terms.x,.summary]))]'
