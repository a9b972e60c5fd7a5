/* Two clauses over the plane of days and knowledge, one upon the other: where each of the one's
 * answers meets each of the other's. */
#ifndef PACT_ENGINE_OVERLAY_H
#define PACT_ENGINE_OVERLAY_H

#include "plane.h"

/* Knowledge days first..last, days from one edge to before another; DAY_NEVER: to the end of all
 * days. Strips and runs by number. */
struct overlay_cell {
    day_t first, last;
    struct plane_edge from, end;
    uint32_t old_strip, old_run, new_strip, new_run;
};

/* Strips of plane_clause that begin and end on the same days of knowledge. */
struct overlay {
    const struct plane_strip *old, *new_;
    uint32_t n_old, n_new;
};

typedef enum status overlay_fn(void *ctx, const struct overlay_cell *cell);

/* Calls the function for each cell, by knowledge and then by day; cells of strips without runs are
 * left out. Stops with what the function says unless that is ST_OK. */
enum status overlay_walk(const struct overlay *o, struct arena *a, overlay_fn *fn,
                         void *ctx) MUST_USE;

/* Where an edge is, as known on a day. */
static inline day_t plane_edge_day(struct plane_edge e, day_t known)
{
    return e.moves ? day_plus(known + 1, e.plus) : e.day;
}

#endif
