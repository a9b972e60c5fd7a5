/* From documents to agreements, from names to rows. */
#ifndef PACT_LOAD_RESOLVE_H
#define PACT_LOAD_RESOLVE_H

#include "loader.h"

enum name_kind { NAME_PARTY, NAME_SOURCE, NAME_INSTRUMENT, NAME_EVENT, NAME_CLAUSE, NAME_KINDS };

/* The rows of one kind, agreement by agreement, in the order of their str_ids. */
struct names {
    const char *ids; /* the first row's str_id */
    size_t stride;   /* to the next row's */
    uint32_t *rows;
    str_id last_id; /* what was found last */
    uint32_t last_agreement, last_row;
};

struct resolver {
    struct loader *l;
    struct names names[NAME_KINDS];
};

void resolver_done(struct resolver *v);

/* Documents become agreements, in the order of their ids. False when memory is out. */
bool resolve_agreements(struct loader *l);
/* Parties, sources, instruments, events and clauses stand in canonical order. False as above. */
bool resolve_order(struct resolver *v);
/* References of parties, sources, instruments, events and clauses become row numbers. Those of acts
 * do so clause by clause. */
void resolve_references(struct resolver *v);

/* The row of a name in an agreement; IMAGE_NONE, reported, if there is none. 0 is not reported: it
 * was. */
uint32_t resolve_name(struct resolver *v, enum name_kind kind, uint32_t agreement, str_id id,
                      uint32_t file, struct spot at);
/* Turns refs into rows of one kind; those that lead nowhere are left out of the span. */
void resolve_refs(struct resolver *v, enum name_kind kind, uint32_t agreement, struct span *refs,
                  uint32_t file, uint32_t base_line);
struct span agreement_span(const struct agreement_row *a, enum name_kind kind);

/* Events: order of what they require, and whether the record contradicts it. */
void check_events(struct loader *l);

#endif
