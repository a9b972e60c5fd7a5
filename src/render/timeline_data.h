/* What the page of `timeline` looks up: all answers of the engine, as JSON. timeline_page.js has
 * the form. Equal states and values of a clause are written once. */
#ifndef PACT_RENDER_TIMELINE_DATA_H
#define PACT_RENDER_TIMELINE_DATA_H

#include "arena.h"
#include "buf.h"
#include "plane.h"
#include "say.h"

struct timeline_data {
    struct buf agreements, clauses, states, values; /* members of four lists */
    struct say say;
    struct buf piece;
    struct arena arena; /* of the clause at hand */
    uint32_t n_agreements, n_clauses, n_states, n_values;
    bool failed;
    /* Of the clause at hand. */
    struct data_state *state_list;
    struct data_value *value_list;
};

void timeline_data_init(struct timeline_data *t);
void timeline_data_done(struct timeline_data *t);

/* Agreements in order, and behind each its clauses. `p` is plane_init's of that agreement. Failure
 * (memory) is sticky in `failed`. */
void timeline_data_agreement(struct timeline_data *t, const struct plane *p);
void timeline_data_clause(struct timeline_data *t, const struct plane *p, uint32_t clause);

/* {"date": …, "known": …, agreements, clauses, states, values}, fit to stand in a script element:
 * no <, > or &. */
void timeline_data_put(struct timeline_data *t, struct buf *out, day_t date, day_t known);

#endif
