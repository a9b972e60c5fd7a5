/* Terms: their values as JSON, and beside them, by dotted path, what is absent and what is reported
 * of it. */
#include "put.h"

#include "engine.h"

static void put_items(struct buf *b, const struct image *img, const struct term_row *t)
{
    PUT(b, "[");
    for (uint32_t i = 0; i < t->b; i++) {
        if (i != 0)
            PUT(b, ",");
        put_value(b, img, t->a + i);
    }
    PUT(b, "]");
}

void put_value(struct buf *b, const struct image *img, uint32_t term)
{
    const struct term_row *t = &img->terms[term];
    switch ((enum value_kind)t->kind) {
    case VALUE_FALSE:
    case VALUE_TRUE:
        put_bool(b, t->kind == VALUE_TRUE);
        return;
    case VALUE_NUMBER: /* as written: the corpus's numbers are JSON's */
        buf_put(b, image_str(img, t->a), image_str_len(img, t->a));
        return;
    case VALUE_DATE:
        put_pdate(b, t->a);
        return;
    case VALUE_STRING:
        put_str(b, img, t->a);
        return;
    case VALUE_LIST:
        put_items(b, img, t);
        return;
    case VALUE_MAP:
        put_terms(b, img, (struct term_list){.first = t->a, .n = t->b});
        return;
    case VALUE_UNDISCLOSED:
    case VALUE_UNSTATED:
    case VALUE_REPORTED:
    case VALUE_KIND_COUNT:
        break;
    }
    PUT(b, "null");
}

void put_terms(struct buf *b, const struct image *img, struct term_list terms)
{
    PUT(b, "{");
    for (uint32_t i = 0; i < terms.n; i++) {
        const uint32_t term = term_list_at(&terms, i);
        if (i != 0)
            PUT(b, ",");
        put_str(b, img, img->terms[term].name);
        PUT(b, ":");
        put_value(b, img, term);
    }
    PUT(b, "}");
}

/* ---- leaves ---- */

static bool is_nested(const struct term_row *t)
{
    return (t->kind == VALUE_LIST || t->kind == VALUE_MAP) && t->b != 0;
}

static bool holds_nested(const struct image *img, const struct term_row *list)
{
    for (uint32_t i = 0; i < list->b; i++)
        if (is_nested(&img->terms[list->a + i]))
            return true;
    return false;
}

static void walk_one(const struct image *img, uint32_t term, bool whole_lists, struct buf *path,
                     term_visit *visit, void *ctx)
{
    const struct term_row *t = &img->terms[term];
    if (!is_nested(t) || (whole_lists && t->kind == VALUE_LIST && !holds_nested(img, t))) {
        visit(ctx, path, term);
        return;
    }
    term_walk(img, (struct term_list){.first = t->a, .n = t->b}, whole_lists, path, visit, ctx);
}

void term_walk(const struct image *img, struct term_list terms, bool whole_lists, struct buf *path,
               term_visit *visit, void *ctx)
{
    const size_t stem = path->n;
    for (uint32_t i = 0; i < terms.n && !path->failed; i++) {
        const uint32_t term = term_list_at(&terms, i);
        const str_id name = img->terms[term].name;
        if (stem != 0)
            PUT(path, ".");
        if (name != 0)
            buf_put(path, image_str(img, name), image_str_len(img, name));
        else
            buf_uint(path, i);
        walk_one(img, term, whole_lists, path, visit, ctx);
        path->n = stem;
    }
}

struct leaf_writer {
    struct buf *out;
    const struct image *img;
    day_t known;
    bool any;
};

static void open_entry(struct leaf_writer *w, const struct buf *path)
{
    if (w->any)
        PUT(w->out, ",");
    w->any = true;
    put_string(w->out, path->data, path->n);
    PUT(w->out, ":");
}

static void visit_absent(void *ctx, const struct buf *path, uint32_t term)
{
    struct leaf_writer *w = ctx;
    const uint32_t kind = w->img->terms[term].kind;
    if (kind != VALUE_UNDISCLOSED && kind != VALUE_REPORTED && kind != VALUE_UNSTATED)
        return;
    open_entry(w, path);
    put_word(w->out, kind == VALUE_UNSTATED ? "unstated" : "undisclosed");
}

pdate reported_announced(const struct image *img, const struct reported_row *r)
{
    if (r->announced != 0 || r->source == IMAGE_NONE)
        return r->announced;
    return img->sources[r->source].date;
}

static void visit_reported(void *ctx, const struct buf *path, uint32_t term)
{
    struct leaf_writer *w = ctx;
    const struct image *img = w->img;
    if (img->terms[term].kind != VALUE_REPORTED || !reported_visible(img, term, w->known))
        return;
    const struct reported_row *r = &img->reported[img->terms[term].a];
    open_entry(w, path);
    PUT(w->out, "{\"value\":");
    put_value(w->out, img, r->value);
    PUT(w->out, ",\"source\":");
    put_str(w->out, img, r->source == IMAGE_NONE ? 0 : img->sources[r->source].id);
    PUT(w->out, ",\"announced\":");
    put_pdate(w->out, reported_announced(img, r));
    PUT(w->out, "}");
}

/* Most clauses have nothing absent: then no path is built at all. */
static bool any_absent(const struct image *img, struct term_list terms)
{
    for (uint32_t i = 0; i < terms.n; i++) {
        const struct term_row *t = &img->terms[term_list_at(&terms, i)];
        if (t->kind < VALUE_LIST)
            continue;
        if (t->kind >= VALUE_UNDISCLOSED)
            return true;
        if (is_nested(t) && any_absent(img, (struct term_list){.first = t->a, .n = t->b}))
            return true;
    }
    return false;
}

static void put_leaves(struct leaf_writer *w, struct term_list terms, term_visit *visit)
{
    PUT(w->out, "{");
    if (any_absent(w->img, terms)) {
        struct buf path;
        buf_init(&path, 0);
        term_walk(w->img, terms, false, &path, visit, w);
        w->out->failed |= path.failed;
        buf_done(&path);
    }
    PUT(w->out, "}");
}

void put_absent(struct buf *b, const struct image *img, struct term_list terms)
{
    struct leaf_writer w = {.out = b, .img = img};
    put_leaves(&w, terms, visit_absent);
}

void put_reported(struct buf *b, const struct image *img, struct term_list terms, day_t known)
{
    struct leaf_writer w = {.out = b, .img = img, .known = known};
    put_leaves(&w, terms, visit_reported);
}

void put_term(struct buf *b, const struct image *img, uint32_t term, day_t known)
{
    const struct term_list one = {&term, 0, 1};
    const enum value_kind kind = (enum value_kind)img->terms[term].kind;
    if (kind != VALUE_UNDISCLOSED && kind != VALUE_UNSTATED && kind != VALUE_REPORTED) {
        PUT(b, "{\"value\":");
        put_value(b, img, term);
    } else {
        PUT(b, "{\"absent\":");
        put_word(b, kind == VALUE_UNSTATED ? "unstated" : "undisclosed");
        PUT(b, ",\"reported\":");
        put_reported(b, img, one, known);
    }
    PUT(b, "}");
}
