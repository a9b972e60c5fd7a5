/* Which days a timeline is drawn for, where its ends are not given. */
#ifndef PACT_LIB_TIMELINE_SPAN_H
#define PACT_LIB_TIMELINE_SPAN_H

#include "ask.h"

/* The first day on which something applies or may, and the last on which an answer changes. */
struct reach {
    day_t first, last; /* DAY_NONE: none */
};

void reach_row(struct reach *r, const struct row *row);

/* The ends as given, one of them or both; DAY_NONE where none is. False after a complaint. */
bool span_read(const struct asker *k, const struct pact_chart *chart, day_t *ret_first,
               day_t *ret_last, struct diags *d);

/* Gives those that are DAY_NONE: whole years, from the first that has something to one behind the
 * last change, with the day that is marked (or DAY_NONE) inside. */
void span_choose(const struct reach *reach, day_t marked, day_t *first, day_t *last);

/* False after a complaint. */
bool span_check(day_t first, day_t last, struct diags *d);

#endif
