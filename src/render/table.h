/* Tables as text: columns fitted to a width. */
#ifndef PACT_RENDER_TABLE_H
#define PACT_RENDER_TABLE_H

#include "render.h"
#include "vec.h"

struct text_table {
    const struct column *columns;
    size_t n_columns;
    const bool *right;  /* a column of numbers */
    char *const *cells; /* n_rows * n_columns texts, row by row; never NULL */
    size_t n_rows;
};

/* Writes heading and rows in `width` columns (0: as wide as they are): optional columns go first,
 * then cells are wrapped, and where even the longest words do not fit side by side each row becomes
 * lines `heading  value`. */
void text_table_write(struct buf *out, const struct text_table *t, size_t width, bool color,
                      struct arena *scratch);

#endif
