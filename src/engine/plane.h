/* One clause over the whole plane of days and knowledge: what it says on every day X, as known on
 * every day Y. The knowledge axis is cut into strips; within one the runs over all days are the
 * same, but for where they begin.
 *
 * An event that has not occurred may come on any day after H, the earliest of Y, the record date
 * and `ruled_out_through`. So while nothing new is announced, a run may still begin a day later for
 * every day that Y is later: on the day after Y, or an offset later. Such a beginning is told as
 * `moves` (plane_edge); all others are days.
 *
 * Exact, not sampled: within a strip the same acts are known and every event's window is fixed or
 * begins on Y + 1. All places on which the answer can change are then fixed days or (Y + 1) plus an
 * offset of the clause, and strips are cut wherever one of the latter meets or leaves one of the
 * former, so that their order never changes inside.
 *
 * Left out are clauses while two offsets of an unknown may change places with the calendar (30d and
 * 1m after one event): their runs may begin anew every month for all time. Of a single day X they
 * are told as well.
 */
#ifndef PACT_ENGINE_PLANE_H
#define PACT_ENGINE_PLANE_H

#include "engine.h"

/* Where a run, or an event's window, begins. */
struct plane_edge {
    day_t day;  /* unless it moves; DAY_MIN: open to the left; DAY_NEVER: never */
    bool moves; /* it is the day after Y, `plus` later */
    struct offset plus;
};

struct plane_run {
    struct plane_edge from; /* through the day before the next one's */
    const struct row *row;  /* as known on the strip's first day; of its first day there */
};

/* Knowledge days first..last and the runs they have in common. n_runs 0: under the assumptions no
 * course fits; or the clause is left out, see above. */
struct plane_strip {
    day_t first, last;
    bool left_out;
    const struct plane_run *runs;
    uint32_t n_runs;
};

/* The possible days of all events of the agreement, by index less agreement.events.first, as known
 * on days first..last. */
struct plane_window {
    struct plane_edge first;
    day_t last; /* DAY_NEVER: it may never come */
};
struct plane_events {
    day_t first, last;
    const struct plane_window *windows; /* NULL: under the assumptions no course fits */
};

/* An agreement under the assumptions and `signed_on` of a question; its days do not count. What is
 * below `n_events` may be changed after plane_init, which sets it to all days, and to runs. */
struct plane {
    const struct image *image;
    uint32_t agreement;
    const struct question *question;
    const struct plane_events *events; /* ascending, together all days */
    uint32_t n_events;
    day_t first, last;             /* days X looked at */
    day_t known_first, known_last; /* days Y looked at */
    bool fine; /* not runs, in which the state is the same, but stretches in which all is, as
                  engine_stretches has them */
};

/* Memory from `a`. ST_NOMEM is the only failure. */
enum status plane_init(struct plane *p, const struct image *image, uint32_t agreement,
                       const struct question *q, struct arena *a) MUST_USE;

/* The strips of one clause, ascending, together all days of Y looked at; memory from `a`. ST_NOMEM
 * is the only failure. Cost: an engine_answer over all days for each strip. */
enum status plane_clause(const struct plane *p, uint32_t clause, struct arena *a,
                         const struct plane_strip **ret_strips, uint32_t *ret_n) MUST_USE;

#endif
