/* What was known of a clause, day of knowledge by day of knowledge: the plane of it in cells, which
 * are merged where they say the same. */
#ifndef PACT_RENDER_BELIEFS_H
#define PACT_RENDER_BELIEFS_H

#include "picture.h"
#include "plane.h"
#include "render.h"

struct belief_run {
    struct plane_edge from; /* through the day before the next one's */
    const struct row *row;
    const char *says; /* what is compared, as JSON */
};

/* Days of knowledge first..last. n_runs 0: no course fits the assumptions; or left out. */
struct belief {
    day_t first, last;
    bool left_out;
    struct belief_run *runs;
    uint32_t n_runs;
};

/* Merges what neighbouring strips, and runs in them, say alike: as to status, terms and cases, or
 * with `whole` as to all that a row of render_beliefs has. Memory from `a`; false when it is out.
 */
bool beliefs_make(const struct plane_strip *strips, uint32_t n, bool whole, struct arena *a,
                  struct belief **ret_beliefs, uint32_t *ret_n);

/* ---- as rows: schema pact.beliefs/1 ---- */

struct beliefs_head {
    const struct query_head *head;
    bool plane;        /* over days and knowledge, else of one day */
    day_t first, last; /* the days asked about */
    day_t known_first, known_last;
};

struct beliefs_render {
    struct table_render *table;
    struct arena texts;
    bool kept, failed;
    size_t n;
};

/* False, and nothing to end, when memory is out. */
bool render_beliefs_begin(struct beliefs_render *r, const struct style *style,
                          const struct beliefs_head *head, struct buf *out);
/* The cells of one clause; the last day of those that do not end before it is `last`. */
void render_beliefs_rows(struct beliefs_render *r, const struct belief *beliefs, uint32_t n,
                         day_t last);
void render_beliefs_end(struct beliefs_render *r); /* frees */

#endif
