/* The joint case list: schema pact.jointly/1. */
#ifndef PACT_RENDER_JOINTLY_H
#define PACT_RENDER_JOINTLY_H

#include "jointly.h"
#include "render.h"

/* Of one agreement. */
struct joint_list {
    const struct setting *setting;
    const struct row *const *same; /* clauses that are the same in every case */
    uint32_t n_same;
    struct joint_cases cases;
};

struct joint_text; /* what text remembers */

struct jointly_render {
    struct style style;
    struct buf *out;
    const struct query_head *head;
    struct row_writer rows;     /* JSON */
    struct table_render *table; /* CSV, TSV, Markdown */
    struct joint_text *text;
    struct buf piece;
};

/* As render_query_begin and its fellows; a list is needed only during the call. */
void render_jointly_begin(struct jointly_render *r, const struct style *style,
                          const struct query_head *head, struct buf *out);
void render_jointly_list(struct jointly_render *r, const struct joint_list *list);
void render_jointly_end(struct jointly_render *r, const struct query_tally *tally);
void render_jointly_done(struct jointly_render *r);

/* Its writers for people. */
void jointly_text_begin(struct jointly_render *r);
void jointly_text_list(struct jointly_render *r, const struct joint_list *list);
void jointly_text_end(struct jointly_render *r, const struct query_tally *tally);
void jointly_text_done(struct jointly_render *r);

/* What a row is in a case; a row that does not depend, in every case. */
struct answer_case joint_state(const struct joint_list *list, const struct joint_case *c,
                               uint32_t row);
struct answer_case same_state(const struct row *row);

#endif
