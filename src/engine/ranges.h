/* The parts of engine_next: days are looked at (next.c), what they show is put together into
 * boundaries and ranges of days (ranges.c), and those are handed over (boundary.c). */
#ifndef PACT_ENGINE_RANGES_H
#define PACT_ENGINE_RANGES_H

#include "effects.h"
#include "steps.h"

/* What was found: a dated boundary, or a range of days of one that hangs on an unknown. */
struct found {
    uint32_t local; /* IMAGE_NONE: dated */
    struct offset plus;
    uint32_t effect;
    day_t first, last; /* last DAY_NEVER: no end */
    uint32_t stretch;
    bool always; /* dated: in every course */
    const struct boundary_when *when;
    uint32_t n_when;
    bool mixed;      /* not under the same conditions on all of its days */
    uint64_t others; /* locals that decide whether it comes */
};

/* A day on which several bounds fall and the answer changes. */
struct knot {
    day_t day;
    uint64_t falling;
    uint32_t local; /* the first of them */
    struct offset plus;
    uint32_t effect;
};

/* What one bound, falling alone on the day at hand, or the calendar (local IMAGE_NONE), does: the
 * effect for each course of the eve. IMAGE_NONE: no such course. */
struct target {
    uint32_t local;
    struct offset plus;
    uint32_t *effects;
    bool any;
};

struct making {
    struct clause_view view;
    struct effects effects;
    struct arena *arena;
    day_t after, through;
    struct found *found;
    uint32_t n, cap;
    struct knot *knots;
    uint32_t n_knots, cap_knots;
    bool *const *acting;
    bool *unsteady; /* by place of an offset: some course has it fall and nothing changes */
    uint32_t stretch;

    struct steps steps; /* of the day at hand */
    struct target *targets;
    uint32_t n_targets;
    /* What plain bounds do in each course of the eve: an effect; 0: nothing; IMAGE_NONE: there is
     * no telling, since some unknown falls on the day as well. */
    uint32_t *by_calendar;
    bool quiet; /* in some course nothing changes on it */
};

/* ---- ranges.c ---- */

/* A boundary to be filled in; NULL when memory is out. */
struct found *add_found(struct making *m);
/* The day at hand is one on which several bounds fall and that changes the answer. */
void add_knot(struct making *m, const struct step *s, uint32_t effect);
/* More days of a boundary that hangs on an unknown. False when memory is out. */
bool add_range(struct making *m, const struct found *more);
/* After all days: what the knots add. */
bool take_knots(struct making *m);

/* The first day from `day` on, the last one up to it, on which a bound of an unknown may fall;
 * DAY_NEVER, DAY_NONE: there is none. */
day_t falls_from(const struct local *l, struct offset o, day_t day);
day_t falls_until(const struct local *l, struct offset o, day_t day);
/* Does the range go on on `day`, or only behind days on which the bound cannot fall? */
bool reaches(const struct making *m, const struct found *f, day_t day);
bool same_bound(const struct found *f, uint32_t local, struct offset plus);

/* ---- boundary.c ---- */

/* Those that may come by m->through, in order. False when memory is out. */
bool hand_all_over(const struct making *m, const struct boundary **ret_list, size_t *ret_n);

#endif
