/* `explain` in every format: the answer as `query` gives it, then the chain of acts and what would
 * change it. CSV and TSV have the chain alone, a line an act. */
#ifndef PACT_RENDER_RENDER_EXPLAIN_H
#define PACT_RENDER_RENDER_EXPLAIN_H

#include "explain.h"
#include "render.h"

/* head->schema must be "pact.explain/1". Failure is sticky in out->failed. */
void render_explain(struct buf *out, const struct style *style, const struct query_head *head,
                    const struct explanation *x);

/* Of these, text and Markdown. */
void explain_people(struct buf *out, const struct style *style, const struct query_head *head,
                    const struct explanation *x);

#endif
