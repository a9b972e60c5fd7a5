/* Differences between answers, as a table in every common format: schema pact.diff/1. */
#ifndef PACT_RENDER_DIFF_H
#define PACT_RENDER_DIFF_H

#include "render.h"
#include "say.h"

struct diff_render {
    struct table_render *table; /* NULL for text, which has a layout of its own */
    struct say say;
    bool text, several;        /* several agreements: say which */
    const struct image *image; /* of the clause that was spoken of last; NULL: of none yet */
    uint32_t clause;
    bool period;        /* both questions are about the same one: differences hold on stretches */
    day_t first, last;  /* the stretch that is spoken of; DAY_NONE: two days are compared */
    size_t indent;      /* of lines about it */
    bool fresh;         /* nothing has been said of it yet */
    struct arena texts; /* of cells */
    bool kept;          /* the table keeps its rows, so the texts must stay as well */
    bool failed;
};

/* The two heads are those of the questions; the first one says the corpus. False, and nothing to
 * end, when memory is out. */
bool render_diff_begin(struct diff_render *r, const struct style *style,
                       const struct query_head *from, const struct query_head *to, struct buf *out);
/* The changes that follow hold from one day through another. */
void render_diff_stretch(struct diff_render *r, day_t first, day_t last);
void render_diff_change(struct diff_render *r, const struct row *from, const struct row *to,
                        const struct change *change);
void render_diff_end(struct diff_render *r); /* frees */

/* One change: {"field": "terms.cap", "old": …, "new": …} with the values that the rows of
 * pact.diff/1 have, and "cap: 5 → 7". */
void put_change(struct buf *b, const struct row *from, const struct row *to,
                const struct change *change);
void say_change(struct say *s, const struct row *from, const struct row *to,
                const struct change *change);

#endif
