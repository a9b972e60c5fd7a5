/* What a format can do: the functions that write each kind of document in it. Who adds a format
 * writes these and gives them a row in format.c. A failure is told by the failed flag of `out`. */
#ifndef PACT_RENDER_FORMATS_H
#define PACT_RENDER_FORMATS_H

#include "render.h"

/* What the head of a table says; see render_table_begin. */
struct table_head {
    const char *schema, *digest;
    size_t n_agreements, n_clauses;
    const char *query_json;
};

typedef void query_begin_fn(struct query_render *r);
typedef void query_row_fn(struct query_render *r, const struct row *row);
typedef void query_end_fn(struct query_render *r, const struct query_tally *tally);
typedef void table_begin_fn(struct table_render *t, const struct table_head *head);
typedef void table_row_fn(struct table_render *t, const struct cell *cells);
typedef void table_end_fn(struct table_render *t); /* frees nothing */
typedef void show_fn(struct buf *out, const struct style *style, const struct query_head *head,
                     const struct shown_clause *clauses, size_t n_clauses);
typedef void lint_fn(struct buf *out, const struct style *style, const struct lint_report *report);

struct format_ops {
    const char *name;
    query_begin_fn *query_begin;
    query_row_fn *query_row;
    query_end_fn *query_end;
    table_begin_fn *table_begin;
    table_row_fn *table_row;
    table_end_fn *table_end;
    show_fn *show;
    lint_fn *lint;
};
/* Never NULL: whatever is no format is text. */
const struct format_ops *format_ops(enum format f);

/* "cells" are CSV and TSV, which differ in the separator and the quoting; "json" is also JSON
 * lines. Formats for people keep a table until its end, hence the shared table_kept. */
query_begin_fn query_text_begin, query_json_begin, query_cells_begin, query_markdown_begin;
query_row_fn query_text_row, query_json_row, query_cells_row, query_markdown_row;
query_end_fn query_text_end, query_json_end, query_cells_end, query_markdown_end;
table_begin_fn table_kept_begin, table_json_begin, table_cells_begin;
table_row_fn table_kept_row, table_json_row, table_cells_row;
table_end_fn table_text_end, table_json_end, table_cells_end, table_markdown_end;
show_fn show_text, show_json, show_cells, show_markdown;
lint_fn lint_text, lint_json, lint_cells, lint_markdown, lint_reported;

#endif
