/* From one day to the next, over all courses: what a course gives on both. */
#ifndef PACT_ENGINE_STEPS_H
#define PACT_ENGINE_STEPS_H

#include "view.h"

struct step {
    uint32_t eve;           /* code of the course in the table of the day before */
    uint32_t before, after; /* outcomes, as numbers of `all` */
    uint64_t falling;       /* bit i: a bound on local i falls on the day, and might not have */
    uint32_t local;         /* the first of them, and its offset; IMAGE_NONE: none falls */
    struct offset plus;
    bool alone; /* exactly one bound falls */
};

typedef void step_fn(void *ctx, const struct step *s);

/* Of each local which of its offsets stand in a bound of an act that can change something; those of
 * `reaffirm` and `silent` alone cannot. NULL when memory is out. */
bool *const *acting_offsets(struct clause_view *v);

/* Both days' tables share the list `all`. */
struct steps {
    struct clause_view *view;
    bool *const *acting;
    day_t day;
    struct course_table eve, table;
};

/* day > DAY_MIN. False when memory is out. */
bool steps_init(struct steps *s, struct clause_view *v, bool *const *acting, day_t day,
                struct collected *all);
bool steps_each(const struct steps *s, step_fn *fn, void *ctx);

/* Can a local come on another day than one? */
static inline bool local_is_open(const struct local *l)
{
    return l->domain.first != l->domain.last;
}

#endif
