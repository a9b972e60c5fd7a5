# Windows that open and close, unknown days, conditions; two agreements are told apart.
pact next -C "$CORPUS/acts" -C "$CORPUS/acme" -d 2024-12-31 -k 2026-06-30 --within 18m -f ics \
    acts/life acts/work.law acme-globex/supply | tr -d '\r'
