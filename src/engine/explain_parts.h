/* Inside the engine: the parts of an explanation. All memory is the view's. False when it is out.
 */
#ifndef PACT_ENGINE_EXPLAIN_PARTS_H
#define PACT_ENGINE_EXPLAIN_PARTS_H

#include "explain.h"
#include "vec.h"
#include "view.h"

/* What each act of the clause did on the day. */
bool explain_acts(struct clause_view *v, day_t day, const struct explained_act **ret,
                  uint32_t *ret_n);
bool explain_pivots(struct clause_view *v, day_t day, const struct pivot **ret, uint32_t *ret_n);
bool explain_beliefs(struct clause_view *v, day_t day, const struct belief **ret, uint32_t *ret_n);

/* ---- what they share ---- */

/* A growing list of days. */
struct day_list {
    day_t *items;
    uint32_t n, cap;
};
/* Days before the first or after the last there is are passed over. */
void day_list_add(struct day_list *s, day_t d, struct arena *a);
/* Ascending, each once. */
void day_list_sort(struct day_list *s);
/* The days on which the unknown, with each offset that some act of the clause adds to it, is
 * reached at the latest: thresholds on `day`, of known acts or, if `all`, of every act. */
void add_thresholds(const struct clause_view *v, day_t day, bool all, struct day_list *s);

/* Which events of the agreement are tied together by `requires`, directly or not. Events are rows.
 */
struct ties {
    uint32_t *up; /* each points to another of its group, the last to itself */
    bool *named;  /* of the last */
    uint32_t first;
};
bool ties_init(struct ties *t, const struct clause_view *v);
void ties_name(struct ties *t, uint32_t event);
/* Is it, or one that it is tied to, among those named so far? */
bool ties_to_named(struct ties *t, uint32_t event);

/* The clause on that day under another question about its agreement; *ret NULL: no course fits. */
bool answer_under(const struct clause_view *v, const struct question *q, day_t day, struct arena *a,
                  const struct row **ret);

/* What explain.c makes of answers_differ: NULL rows (no course) are equal to each other alone. */
bool rows_differ(const struct row *x, const struct row *y, struct arena *a, bool *ret);

#endif
