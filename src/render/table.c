/* Tables of typed cells in every format. Machine formats are written row by row; text and markdown
 * keep the cells as text until the end, since widths are known only then. */
#include "table.h"

#include <stdlib.h>
#include <string.h>

#include "formats.h"
#include "head.h"
#include "query_text.h"
#include "row.h"
#include "text.h"

struct table_render {
    struct style style;
    struct buf *out;
    const char *noun;
    struct column *columns;
    bool *right; /* columns that hold numbers */
    size_t n_columns;
    struct row_writer rows;
    struct buf piece, cell;
    struct arena arena; /* columns, and the texts of cells */
    struct vec texts;   /* char * */
};

/* ---- cells ---- */

static void put_list(struct buf *b, const struct cell *c)
{
    PUT(b, "[");
    for (size_t i = 0; i < c->n_items; i++) {
        if (i != 0)
            PUT(b, ",");
        put_argument(b, c->items[i]);
    }
    PUT(b, "]");
}

/* A text that its maker had no memory for is like none. */
static enum cell_kind kind_of(const struct cell *c)
{
    const bool lost = (c->kind == CELL_TEXT || c->kind == CELL_NUMBER) && c->text == NULL;
    return lost ? CELL_NULL : c->kind;
}

static void put_cell(struct buf *b, const struct cell *c)
{
    switch (kind_of(c)) {
    case CELL_NULL:
        PUT(b, "null");
        return;
    case CELL_TEXT:
        if (c->json != NULL)
            buf_put(b, c->json, c->json_n);
        else if (utf8_valid(c->text, c->n))
            put_string(b, c->text, c->n);
        else
            put_argument(b, c->text);
        return;
    case CELL_NUMBER:
        buf_put(b, c->text, c->n);
        return;
    case CELL_BOOL:
        put_bool(b, c->flag);
        return;
    case CELL_DAY:
        put_day(b, c->day);
        return;
    case CELL_PDATE:
        put_pdate(b, c->date);
        return;
    case CELL_LIST:
        put_list(b, c);
        return;
    }
}

static void say_cell(struct buf *b, const struct cell *c)
{
    char date[11] = "";
    switch (kind_of(c)) {
    case CELL_NULL:
        return;
    case CELL_TEXT:
    case CELL_NUMBER:
        text_wrap(b, c->text, c->n, 0, 0, 0); /* safe, and without line breaks */
        return;
    case CELL_BOOL:
        buf_puts(b, c->flag ? "yes" : "no");
        return;
    case CELL_DAY:
        if (c->day >= DAY_MIN && c->day <= DAY_MAX)
            day_format(c->day, date);
        buf_puts(b, date);
        return;
    case CELL_PDATE:
        pdate_format(c->date, date);
        buf_puts(b, date);
        return;
    case CELL_LIST:
        for (size_t i = 0; i < c->n_items; i++) {
            if (i != 0)
                buf_puts(b, ", ");
            if (c->items[i] != NULL)
                text_wrap(b, c->items[i], strlen(c->items[i]), 0, 0, 0);
        }
        return;
    }
}

/* ---- rows ---- */

void table_kept_row(struct table_render *t, const struct cell *cells)
{
    char **texts = vec_grow(&t->texts, t->n_columns);
    if (texts == NULL) {
        t->out->failed = true;
        return;
    }
    for (size_t i = 0; i < t->n_columns; i++) {
        buf_clear(&t->cell);
        say_cell(&t->cell, &cells[i]);
        texts[i] = arena_copy(&t->arena, t->cell.n != 0 ? t->cell.data : "", t->cell.n);
        if (texts[i] == NULL) {
            t->texts.n -= t->n_columns; /* half a row is no row */
            t->out->failed = true;
            return;
        }
        t->right[i] |= cells[i].kind == CELL_NUMBER;
        t->out->failed |= t->cell.failed;
    }
}

void table_json_row(struct table_render *t, const struct cell *cells)
{
    struct buf *b = &t->piece;
    buf_clear(b);
    for (size_t i = 0; i < t->n_columns; i++) {
        buf_char(b, i == 0 ? '{' : ',');
        put_word(b, t->columns[i].key);
        PUT(b, ":");
        put_cell(b, &cells[i]);
    }
    PUT(b, "}");
    t->out->failed |= b->failed;
    rows_put(&t->rows, b->data, b->n);
}

void table_cells_row(struct table_render *t, const struct cell *cells)
{
    const bool csv = t->style.format == FORMAT_CSV;
    for (size_t i = 0; i < t->n_columns; i++) {
        if (i != 0)
            buf_char(t->out, csv ? ',' : '\t');
        buf_clear(&t->piece);
        put_cell(&t->piece, &cells[i]);
        t->out->failed |= t->piece.failed;
        if (t->piece.n == 0)
            continue;
        if (csv)
            put_csv_cell(t->out, t->piece.data, t->piece.n, &t->cell);
        else
            put_tsv_cell(t->out, t->piece.data, t->piece.n, &t->cell);
    }
    buf_char(t->out, '\n');
}

/* ---- begin ---- */

void table_kept_begin(struct table_render *t, const struct table_head *head)
{
    (void)t;
    (void)head;
}

void table_json_begin(struct table_render *t, const struct table_head *head)
{
    put_head(&t->piece, head->schema, head->digest, head->n_agreements, head->n_clauses,
             head->query_json);
    t->out->failed |= t->piece.failed;
    rows_begin(&t->rows, &t->style, t->out, t->piece.data, t->piece.n);
}

void table_cells_begin(struct table_render *t, const struct table_head *head)
{
    (void)head;
    for (size_t i = 0; i < t->n_columns; i++) {
        if (i != 0)
            buf_char(t->out, t->style.format == FORMAT_CSV ? ',' : '\t');
        buf_puts(t->out, t->columns[i].key);
    }
    buf_char(t->out, '\n');
}

/* ---- end ---- */

void table_json_end(struct table_render *t)
{
    rows_end(&t->rows);
}

void table_cells_end(struct table_render *t)
{
    (void)t;
}

void table_text_end(struct table_render *t)
{
    if (t->texts.n == 0) {
        buf_puts(t->out, "No ");
        buf_puts(t->out, t->noun);
        buf_puts(t->out, ".\n");
        return;
    }
    const struct text_table table = {.columns = t->columns,
                                     .n_columns = t->n_columns,
                                     .right = t->right,
                                     .cells = t->texts.data,
                                     .n_rows = t->texts.n / t->n_columns};
    text_table_write(t->out, &table, t->style.width, t->style.color, &t->arena);
}

void table_markdown_end(struct table_render *t)
{
    char *const *cells = t->texts.data;
    PUT(t->out, "|");
    for (size_t c = 0; c < t->n_columns; c++)
        buf_printf(t->out, " %s |", t->columns[c].heading);
    PUT(t->out, "\n|");
    for (size_t c = 0; c < t->n_columns; c++)
        buf_puts(t->out, t->right[c] ? " ---: |" : " --- |");
    PUT(t->out, "\n");
    for (size_t i = 0; i < t->texts.n; i++) {
        buf_puts(t->out, i % t->n_columns == 0 ? "| " : " ");
        put_markdown(t->out, cells[i], strlen(cells[i]));
        buf_puts(t->out, (i + 1) % t->n_columns == 0 ? " |\n" : " |");
    }
}

/* ---- any format ---- */

static void free_table(struct table_render *t)
{
    buf_done(&t->piece);
    buf_done(&t->cell);
    vec_done(&t->texts);
    arena_done(&t->arena);
    free(t);
}

struct table_render *render_table_begin(const struct style *style, const char *schema,
                                        const char *digest, size_t n_agreements, size_t n_clauses,
                                        const char *query_json, const char *noun,
                                        const struct column *columns, size_t n_columns,
                                        struct buf *out)
{
    struct table_render *t = calloc(1, sizeof *t);
    if (t == NULL) {
        out->failed = true;
        return NULL;
    }
    t->style = *style;
    t->out = out;
    t->n_columns = n_columns;
    vec_init(&t->texts, sizeof(char *));
    t->columns = ARENA_ARRAY(&t->arena, n_columns, struct column);
    t->right = ARENA_ARRAY(&t->arena, n_columns, bool);
    t->noun = arena_copy(&t->arena, noun, strlen(noun));
    if (t->columns == NULL || t->right == NULL || t->noun == NULL) {
        out->failed = true;
        free_table(t);
        return NULL;
    }
    memcpy(t->columns, columns, n_columns * sizeof *columns);
    const struct table_head head = {.schema = schema,
                                    .digest = digest,
                                    .n_agreements = n_agreements,
                                    .n_clauses = n_clauses,
                                    .query_json = query_json};
    format_ops(t->style.format)->table_begin(t, &head);
    return t;
}

void render_table_row(struct table_render *t, const struct cell *cells)
{
    if (t != NULL)
        format_ops(t->style.format)->table_row(t, cells);
}

void render_table_end(struct table_render *t)
{
    if (t == NULL)
        return;
    format_ops(t->style.format)->table_end(t);
    free_table(t);
}
