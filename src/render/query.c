/* The answer of `query`: what all formats share, and the machine formats. These all start from a
 * row as compact JSON (row.c); JSON on one line goes straight to the caller's buf. */
#include "query_text.h"

#include "formats.h"
#include "head.h"

/* ---- JSON ---- */

static void put_assumption(struct buf *b, const struct assumption *a)
{
    if (a->first == DAY_NEVER)
        PUT(b, "\"never\"");
    else
        put_span_of_days(b, a->first, a->last, false);
}

static void put_assumptions(struct buf *b, struct buf *scratch, const struct question *q)
{
    PUT(b, "{");
    for (size_t i = 0; i < q->n_assumptions; i++) {
        const struct assumption *a = &q->assumptions[i];
        if (i != 0)
            PUT(b, ",");
        buf_clear(scratch);
        if (a->agreement != NULL) {
            buf_put(scratch, a->agreement, a->agreement_n);
            PUT(scratch, "/");
        }
        buf_put(scratch, a->name, a->name_n);
        put_argument(b, scratch->data);
        PUT(b, ":");
        put_assumption(b, a);
        b->failed |= scratch->failed;
    }
    if (q->others_never) {
        if (q->n_assumptions != 0)
            PUT(b, ",");
        PUT(b, "\"*\":\"never\"");
    }
    PUT(b, "}");
}

static void put_arguments(struct buf *b, const char *const *items, size_t n)
{
    PUT(b, "[");
    for (size_t i = 0; i < n; i++) {
        if (i != 0)
            PUT(b, ",");
        put_argument(b, items[i]);
    }
    PUT(b, "]");
}

static void put_filter(struct buf *b, const struct filter *f)
{
    PUT(b, ",\"party\":");
    put_argument(b, f == NULL ? NULL : f->party);
    PUT(b, ",\"holder\":");
    put_argument(b, f == NULL ? NULL : f->holder);
    PUT(b, ",\"obligor\":");
    put_argument(b, f == NULL ? NULL : f->obligor);
    PUT(b, ",\"kind\":");
    put_word(b, f == NULL ? NULL : clause_kind_name(f->kind));
}

void put_question(struct buf *b, const struct query_head *h, const char *more)
{
    const struct question *q = h->question;
    struct buf scratch;
    buf_init(&scratch, 0);
    PUT(b, "{\"date\":");
    put_span_of_days(b, q->first, q->last, q->period);
    PUT(b, ",\"known\":");
    put_day(b, h->known);
    PUT(b, ",\"signed\":");
    put_day(b, q->signed_on);
    PUT(b, ",\"assume\":");
    put_assumptions(b, &scratch, q);
    PUT(b, ",\"select\":");
    put_arguments(b, h->select, h->n_select);
    put_filter(b, h->filter);
    PUT(b, ",\"where\":");
    put_arguments(b, h->where, h->n_where);
    PUT(b, ",\"all\":");
    put_bool(b, h->filter != NULL && h->filter->all);
    PUT(b, ",\"today\":");
    put_day(b, h->today);
    if (more != NULL) {
        PUT(b, ",");
        buf_puts(b, more);
    }
    PUT(b, "}");
    buf_done(&scratch);
}

static bool is_indented(const struct query_render *r)
{
    return r->style.pretty && r->style.format == FORMAT_JSON;
}

/* Indented, the head must be made first; else it goes straight out. */
void query_json_begin(struct query_render *r)
{
    const struct query_head *h = r->head;
    struct buf *head = is_indented(r) ? &r->piece : r->out;
    put_head_to_query(head, h->schema != NULL ? h->schema : "pact.query/1", h->digest,
                      h->n_agreements, h->n_clauses);
    put_question(head, h, NULL);
    r->out->failed |= r->piece.failed;
    rows_begin(&r->rows, &r->style, r->out, r->piece.data, r->piece.n);
}

/* Indented, a row must be made first; else it goes straight out. */
void query_json_row(struct query_render *r, const struct row *row)
{
    if (is_indented(r)) {
        buf_clear(&r->piece);
        put_row(&r->piece, row);
        r->out->failed |= r->piece.failed;
        rows_put(&r->rows, r->piece.data, r->piece.n);
        return;
    }
    if (r->style.format == FORMAT_JSON && r->rows.n++ != 0)
        PUT(r->out, ",");
    put_row(r->out, row);
    if (r->style.format == FORMAT_JSONL)
        PUT(r->out, "\n");
}

void query_json_end(struct query_render *r, const struct query_tally *tally)
{
    (void)tally;
    rows_end(&r->rows);
}

/* ---- CSV, TSV ---- */

void query_cells_begin(struct query_render *r)
{
    for (size_t i = 0; i < n_row_keys; i++) {
        if (i != 0)
            buf_char(r->out, r->style.format == FORMAT_CSV ? ',' : '\t');
        buf_puts(r->out, row_keys[i].name);
    }
    buf_char(r->out, '\n');
}

void query_cells_row(struct query_render *r, const struct row *row)
{
    const bool csv = r->style.format == FORMAT_CSV;
    for (size_t i = 0; i < n_row_keys; i++) {
        if (i != 0)
            buf_char(r->out, csv ? ',' : '\t');
        buf_clear(&r->piece);
        row_keys[i].put(&r->piece, row);
        r->out->failed |= r->piece.failed;
        if (r->piece.failed)
            return;
        if (csv)
            put_csv_cell(r->out, r->piece.data, r->piece.n, &r->cell);
        else
            put_tsv_cell(r->out, r->piece.data, r->piece.n, &r->cell);
    }
    buf_char(r->out, '\n');
}

void query_cells_end(struct query_render *r, const struct query_tally *tally)
{
    (void)r;
    (void)tally;
}

/* ---- any format ---- */

static void init(struct query_render *r, const struct style *style, const struct query_head *head,
                 struct buf *out)
{
    *r = (struct query_render){.style = *style, .out = out, .head = head};
    arena_init(&r->scratch);
    buf_init(&r->piece, 0);
    buf_init(&r->cell, 0);
}

void render_query_begin(struct query_render *r, const struct style *style,
                        const struct query_head *head, struct buf *out)
{
    init(r, style, head, out);
    format_ops(style->format)->query_begin(r);
}

void render_query_row(struct query_render *r, const struct row *row)
{
    r->written++;
    arena_clear(&r->scratch);
    format_ops(r->style.format)->query_row(r, row);
    r->out->failed |= r->scratch.failed;
}

void render_query_end(struct query_render *r, const struct query_tally *tally)
{
    format_ops(r->style.format)->query_end(r, tally);
}

void render_query_done(struct query_render *r)
{
    query_text_done(r);
    buf_done(&r->piece);
    buf_done(&r->cell);
    arena_done(&r->scratch);
}

bool render_query_parts(const struct query_render *whole)
{
    return whole->style.format != FORMAT_TEXT && whole->style.format != FORMAT_MARKDOWN;
}

void render_query_apart(struct query_render *r, const struct query_render *whole)
{
    init(r, &whole->style, whole->head, NULL);
}

void render_query_part(struct query_render *r, struct buf *out)
{
    r->out = out;
    r->rows = (struct row_writer){.out = out, .style = r->style};
}

void render_query_join(struct query_render *whole)
{
    if (whole->style.format == FORMAT_JSON && whole->rows.n++ != 0)
        PUT(whole->out, ",");
}

static void put_bare_date(struct buf *out, pdate d)
{
    char text[11];
    pdate_format(d, text);
    buf_puts(out, text);
}

void render_bare_value(struct buf *out, const struct image *img, uint32_t term, day_t known)
{
    const struct term_row *t = &img->terms[term];
    (void)known; /* a figure that is only reported is not the value: it is absent like any other */
    if (t->kind == VALUE_STRING)
        buf_put(out, image_str(img, t->a), image_str_len(img, t->a));
    else if (t->kind == VALUE_DATE)
        put_bare_date(out, t->a);
    else if (t->kind == VALUE_UNSTATED)
        PUT(out, "unstated");
    else if (t->kind == VALUE_UNDISCLOSED || t->kind == VALUE_REPORTED)
        PUT(out, "undisclosed");
    else
        put_value(out, img, term);
}
