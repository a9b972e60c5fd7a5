/* `show` as text; the other formats are in show.c. */
#ifndef PACT_RENDER_SHOW_H
#define PACT_RENDER_SHOW_H

#include "render.h"

void show_text(struct buf *out, const struct style *style, const struct image *img,
               const uint32_t *clauses, size_t n_clauses);

#endif
