/* Inside the engine: the walk step by step, for who wants to see what each act does. */
#ifndef PACT_ENGINE_WALK_H
#define PACT_ENGINE_WALK_H

#include "view.h"

enum phase { PHASE_NOT_YET, PHASE_ESTABLISHED, PHASE_TERMINATED };

struct who { /* what holds "from there on", whatever is restated */
    enum clause_kind kind;
    struct span holder, obligor;
};

struct walk_state {
    const struct course *c;
    const struct image *img;
    enum phase phase;
    bool suspended;
    uint32_t *terms, n_terms; /* in the view's buffer */
    uint32_t *acts, n_acts; /* likewise; an act that did something is the last one after its step */
    uint32_t end_act, window_act;
    uint32_t confirmed, silent;
    str_id summary, provided_that;
    struct who base, now; /* `now` also has what an override in its window says */
};

/* The state before the first act. One walk at a time in each view. */
void walk_begin(struct walk_state *s, const struct course *c);
void walk_step(struct walk_state *s, uint32_t act);
/* What the status on the course's day would be if no act followed. */
enum answer_status walk_status(const struct walk_state *s);
/* Has the end that this act states come by the day? No act, no end. */
bool walk_end_reached(const struct walk_state *s, uint32_t act);

#endif
