/* Differences between two corpora, as a table in every common format: schema pact.against/1. */
#ifndef PACT_RENDER_AGAINST_RENDER_H
#define PACT_RENDER_AGAINST_RENDER_H

#include "facts.h"
#include "plane.h"
#include "render.h"

/* Days of knowledge first..last, and days from one edge to before another. */
struct region {
    day_t first, last;
    struct plane_edge from, end;
};

/* One thing that differs. Texts end with a NUL and need to live only during the call. */
struct difference {
    const char *agreement;
    const char *clause, *title; /* NULL unless it is a clause's, an answer's or an act's */
    const char *subject;        /* "answer", "clause", "act", "source" … */
    const char *id;             /* of what is no clause; of an act "ip.license#2"; NULL: none */
    const char *field;          /* NULL: all of it is new, or gone */
    const struct fact *old, *new_;
    const char *by; /* the instrument whose act says so; NULL */
    pdate announced;
    const struct region *where; /* for answers */
    size_t n_where;
    bool again;   /* the same places as of the one before */
    bool follows; /* a clause comes or goes there, as its status says */
};

struct against_render {
    struct table_render *table; /* NULL for text, which has a layout of its own */
    struct say say;
    bool text, several, any;
    bool placed; /* the places of what is told now stand above it */
    size_t indent;
    bool kept;                 /* rows are kept, or laid out, until the end */
    struct buf heading, piece; /* what was spoken of last */
    struct buf where;
    bool failed;
};

/* The two heads are those of the question on each corpus; `days` and `known` tell whether it asks
 * about days, or a day of knowledge. False, and nothing to end, when memory is out. */
struct against_head {
    const struct query_head *old, *new_;
    bool days, known;
};
bool render_against_begin(struct against_render *r, const struct style *style,
                          const struct against_head *head, struct buf *out);
void render_against_row(struct against_render *r, const struct difference *d);
void render_against_end(struct against_render *r); /* frees */

#endif
