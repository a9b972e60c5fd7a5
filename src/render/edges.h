/* Edges on the plane of days and knowledge: days, or places that move with the day of knowledge. */
#ifndef PACT_RENDER_EDGES_H
#define PACT_RENDER_EDGES_H

#include "buf.h"
#include "plane.h"

static inline bool edge_is_never(struct plane_edge e)
{
    return !e.moves && e.day == DAY_NEVER;
}

/* Where a stretch ends that another begins after: an end that does not move, as its last day. */
static inline day_t edge_last_day(struct plane_edge end)
{
    return end.day - 1;
}

/* The first day of a stretch as JSON: a day, "known+1d" and an offset behind it, or null. */
void put_edge_from(struct buf *b, struct plane_edge e);
/* The last day of a stretch that ends before `end`: a day, "known" and an offset, or null. */
void put_edge_last(struct buf *b, struct plane_edge end);

#endif
