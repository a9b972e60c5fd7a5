/* Documents: a head, then rows in "results", or one on each line. */
#include "head.h"

void put_document(struct buf *out, const struct style *style, const char *json, size_t n,
                  size_t depth)
{
    if (style->pretty && style->format == FORMAT_JSON)
        indent_json(out, json, n, depth);
    else
        buf_put(out, json, n);
}

void put_head_to_query(struct buf *b, const char *schema, const char *digest, size_t n_agreements,
                       size_t n_clauses)
{
    PUT(b, "{\"schema\":");
    put_word(b, schema);
    PUT(b, ",\"corpus\":{\"digest\":");
    if (digest == NULL) {
        PUT(b, "null");
    } else {
        PUT(b, "\"sha256:");
        buf_puts(b, digest);
        PUT(b, "\"");
    }
    PUT(b, ",\"agreements\":");
    buf_uint(b, n_agreements);
    PUT(b, ",\"clauses\":");
    buf_uint(b, n_clauses);
    PUT(b, "},\"query\":");
}

void put_head(struct buf *b, const char *schema, const char *digest, size_t n_agreements,
              size_t n_clauses, const char *query_json)
{
    put_head_to_query(b, schema, digest, n_agreements, n_clauses);
    buf_puts(b, query_json);
}

static bool is_pretty(const struct row_writer *w)
{
    return w->style.pretty && w->style.format == FORMAT_JSON;
}

/* `head` is as put_head leaves it: an object that is still open. */
void rows_begin(struct row_writer *w, const struct style *style, struct buf *out, const char *head,
                size_t head_n)
{
    *w = (struct row_writer){.out = out, .style = *style};
    put_document(out, style, head, head_n, 0);
    if (style->format == FORMAT_JSONL)
        PUT(out, "}\n");
    else if (is_pretty(w))
        PUT(out, ",\n  \"results\": [");
    else
        PUT(out, ",\"results\":[");
}

void rows_put(struct row_writer *w, const char *json, size_t n)
{
    if (w->style.format == FORMAT_JSONL) {
        buf_put(w->out, json, n);
        PUT(w->out, "\n");
        return;
    }
    if (w->n++ != 0)
        PUT(w->out, ",");
    if (is_pretty(w))
        PUT(w->out, "\n    ");
    put_document(w->out, &w->style, json, n, 2);
}

void rows_end(struct row_writer *w)
{
    if (w->style.format == FORMAT_JSONL)
        return;
    if (is_pretty(w) && w->n != 0)
        PUT(w->out, "\n  ");
    PUT(w->out, "]");
    if (is_pretty(w))
        PUT(w->out, "\n");
    PUT(w->out, "}\n");
}

static void put_texts(struct buf *b, const char *const *texts, size_t n)
{
    PUT(b, "[");
    for (size_t i = 0; i < n; i++) {
        if (i != 0)
            PUT(b, ",");
        put_argument(b, texts[i]);
    }
    PUT(b, "]");
}

static void put_assumed(struct buf *b, const struct question *q)
{
    PUT(b, "[");
    for (size_t i = 0; i < q->n_assumptions; i++) {
        if (i != 0)
            PUT(b, ",");
        put_argument(b, q->assumptions[i].text);
    }
    if (q->others_never)
        buf_puts(b, q->n_assumptions > 0 ? ",\"*=never\"" : "\"*=never\"");
    PUT(b, "]");
}

void put_asked(struct buf *b, const struct query_head *head)
{
    const struct filter *f = head->filter;
    PUT(b, "\"signed\":");
    put_day(b, head->question->signed_on);
    PUT(b, ",\"assume\":");
    put_assumed(b, head->question);
    PUT(b, ",\"select\":");
    put_texts(b, head->select, head->n_select);
    PUT(b, ",\"party\":");
    put_argument(b, f->party);
    PUT(b, ",\"holder\":");
    put_argument(b, f->holder);
    PUT(b, ",\"obligor\":");
    put_argument(b, f->obligor);
    PUT(b, ",\"kind\":");
    put_word(b, clause_kind_name(f->kind));
}
