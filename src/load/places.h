/* Bringing the rows of one section into a new order, in place. A walk asks for places, which are
 * given out in the order of asking; then the rows are moved. While the rows stand in that order
 * already, as they mostly do, nothing is kept and nothing moved; else it costs four bytes a row. */
#ifndef PACT_LOAD_PLACES_H
#define PACT_LOAD_PLACES_H

#include "image.h"
#include "vec.h"

struct places {
    struct vec *rows;
    uint32_t *place; /* by row, UINT32_MAX: none yet; NULL while rows below `next` have their own */
    uint32_t next;
    bool failed; /* memory ran out */
};

void places_init(struct places *p, struct vec *rows);

/* Moves the rows. Those without a place go to the end and are cut off. Frees what was kept. */
void places_apply(struct places *p);
void places_done(struct places *p);

/* Goes over to places of their own: row `row` does not follow on those before it. */
bool places_spread(struct places *p);

static inline bool has_place(const struct places *p, uint32_t row)
{
    return p->place ? p->place[row] != UINT32_MAX : row < p->next;
}

/* The place of a row that has one. */
static inline uint32_t place_of(const struct places *p, uint32_t row)
{
    return p->place ? p->place[row] : row;
}

/* The next n places for rows first .. first+n. Returns the first of them; 0 for none. */
static inline uint32_t place_rows(struct places *p, uint32_t first, uint32_t n)
{
    uint32_t start = p->next;
    if (n == 0)
        return 0;
    if (!p->place && first != start && !places_spread(p))
        return 0;
    for (uint32_t i = 0; p->place && i < n; i++)
        p->place[first + i] = start + i;
    p->next += n;
    return start;
}

static inline void place_span(struct places *p, struct span *span)
{
    span->first = place_rows(p, span->first, span->n);
}

#endif
