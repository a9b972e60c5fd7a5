# Terms that differ between cases stand in them; those that do not, do not.
cat >c.yaml <<"E"
pact: 1
agreement: a
title: A
complete_through: 2026-01-01
sources: {s: {title: S, publisher: P, date: 2025-01-01, kind: primary}}
events: {sale: {title: It is sold}, audit: {title: It is audited, requires: [sale]}}
instruments: {deal: {title: Deal, signed: 2025-01-01, announced: 2025-01-01, sources: [s]}}
clauses:
  price:
    title: Price
    kind: fact
    history:
      - {act: establish, by: deal, summary: Five euro., terms: {euro: 5, paid: yearly}}
      - {act: amend, by: deal, from: {event: sale}, terms: {euro: 7}}
  report:
    title: Report
    kind: obligation
    history: [{act: establish, by: deal, from: {event: audit, plus: 30d}, summary: A report., through: open}]
E
pact query -C c.yaml -d 2027-06-01 --jointly; pact query -C c.yaml -d 2027-06-01 --jointly -f markdown
