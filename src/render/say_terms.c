/* Terms and bounds in words. */
#include "say.h"

#include <string.h>

#include "engine.h"
#include "text.h"

/* ---- values ---- */

static void say_reported(struct say *s, const struct image *img, uint32_t term, day_t known)
{
    say_text(s, "not public");
    if (!reported_visible(img, term, known))
        return;
    const struct reported_row *r = &img->reported[img->terms[term].a];
    const pdate date = reported_announced(img, r);
    say_text(s, "; reported as ");
    say_value(s, img, r->value, known);
    if (r->source != IMAGE_NONE) {
        say_text(s, " by ");
        say_str(s, img, img->sources[r->source].publisher);
    }
    if (date != 0) {
        say_text(s, ", ");
        say_pdate(s, date);
    }
}

/* What cannot be seen is named; a line that ends behind the name of a term looks torn. */
static void say_string(struct say *s, const struct image *img, str_id id)
{
    const char *text = image_str(img, id);
    if (text[0] == '\0')
        say_text(s, "(empty text)");
    else if (text[0] <= ' ' && text[strspn(text, " \t\r\n")] == '\0')
        say_text(s, "(blank text)");
    else
        say_str(s, img, id);
}

/* A string inside a list is quoted where it would read as two items. */
static void say_item(struct say *s, const struct image *img, uint32_t term, day_t known)
{
    const struct term_row *t = &img->terms[term];
    if (t->kind == VALUE_STRING && strpbrk(image_str(img, t->a), ",;") != NULL)
        say_quoted(s, img, t->a);
    else
        say_value(s, img, term, known);
}

static void say_list(struct say *s, const struct image *img, const struct term_row *t, day_t known)
{
    if (t->b == 0)
        say_text(s, "(empty list)");
    for (uint32_t i = 0; i < t->b; i++) {
        if (i != 0)
            say_text(s, ", ");
        say_item(s, img, t->a + i, known);
    }
}

static void say_map(struct say *s, const struct image *img, const struct term_row *t, day_t known)
{
    if (t->b == 0)
        say_text(s, "(empty map)");
    for (uint32_t i = 0; i < t->b; i++) {
        if (i != 0)
            say_text(s, "; ");
        say_str(s, img, img->terms[t->a + i].name);
        say_text(s, " ");
        say_value(s, img, t->a + i, known);
    }
}

void say_value(struct say *s, const struct image *img, uint32_t term, day_t known)
{
    const struct term_row *t = &img->terms[term];
    switch ((enum value_kind)t->kind) {
    case VALUE_FALSE:
    case VALUE_TRUE:
        say_text(s, t->kind == VALUE_TRUE ? "true" : "false");
        return;
    case VALUE_NUMBER:
        say_str(s, img, t->a);
        return;
    case VALUE_STRING:
        say_string(s, img, t->a);
        return;
    case VALUE_DATE:
        say_pdate(s, t->a);
        return;
    case VALUE_LIST:
        say_list(s, img, t, known);
        return;
    case VALUE_MAP:
        say_map(s, img, t, known);
        return;
    case VALUE_UNDISCLOSED:
        say_text(s, "not public");
        return;
    case VALUE_UNSTATED:
        say_text(s, "not stated");
        return;
    case VALUE_REPORTED:
        say_reported(s, img, term, known);
        return;
    case VALUE_KIND_COUNT:
        break;
    }
}

/* ---- aligned lines ---- */

struct term_lines {
    struct say *say;
    const struct image *img;
    day_t known;
    size_t indent;
    size_t widest; /* of the names that are not too long to be aligned with */
    size_t limit;  /* a name longer than this is */
};

static void measure_name(void *ctx, const struct buf *path, uint32_t term)
{
    (void)term;
    struct term_lines *l = ctx;
    if (path->n > l->widest && path->n <= l->limit)
        l->widest = path->n;
}

static void write_term(void *ctx, const struct buf *path, uint32_t term)
{
    struct term_lines *l = ctx;
    struct say *s = l->say;
    const size_t column = l->indent + l->widest + 2;
    size_t gap = column;
    buf_fill(s->out, ' ', l->indent);
    text_safe(s->out, path->data, path->n);
    if (path->n > l->widest) /* a long name has a line of its own */
        buf_char(s->out, '\n');
    else
        gap = l->widest + 2 - path->n;
    say_value(s, l->img, term, l->known);
    say_end_wide(s, gap, column);
}

void say_terms(struct say *s, const struct image *img, struct term_list terms, day_t known,
               size_t indent)
{
    struct term_lines l = {.say = s, .img = img, .known = known, .indent = indent};
    l.limit = s->width == 0 || s->width >= 72 ? 32 : s->width / 2 - 4;
    if (s->width != 0 && s->width < 24)
        l.limit = 8;
    buf_clear(&s->piece);
    term_walk(img, terms, true, &s->piece, measure_name, &l);
    if (l.widest == 0)
        l.widest = 8;
    term_walk(img, terms, true, &s->piece, write_term, &l);
}

/* ---- in one line ---- */

struct inline_terms {
    struct say *say;
    const struct image *img;
    day_t known;
    bool any;
};

static void say_inline_term(void *ctx, const struct buf *path, uint32_t term)
{
    struct inline_terms *c = ctx;
    if (c->any)
        say_text(c->say, "; ");
    c->any = true;
    buf_put(&c->say->text, path->data, path->n);
    say_text(c->say, ": ");
    say_value(c->say, c->img, term, c->known);
}

void say_terms_inline(struct say *s, const struct image *img, struct term_list terms, day_t known)
{
    struct inline_terms c = {.say = s, .img = img, .known = known};
    buf_clear(&s->piece);
    if (terms.n != 0)
        term_walk(img, terms, true, &s->piece, say_inline_term, &c);
}

/* ---- bounds ---- */

static void say_members(struct say *s, const struct image *img, const struct bound_row *row,
                        const char *two, const char *many)
{
    say_text(s, row->b == 2 ? two : many);
    for (uint32_t i = 0; i < row->b; i++) {
        say_join(s, i, row->b, "and");
        say_bound(s, img, row->a + i);
    }
}

static void say_event_bound(struct say *s, const struct image *img, const struct bound_row *row)
{
    if (row->count != 0) {
        say_offset(s, (struct offset){row->count, row->unit});
        say_text(s, " after ");
    }
    say_str(s, img, img->events[row->a].id);
}

static void say_unknown_bound(struct say *s, const struct image *img, const struct bound_row *row)
{
    say_text(s, "a day ");
    if (row->b != 0) {
        say_text(s, "in ");
        say_pdate(s, row->b);
        return;
    }
    say_text(s, "between ");
    say_day(s, img->unknowns[row->a].first);
    say_text(s, " and ");
    say_day(s, img->unknowns[row->a].last);
}

static void say_bound_row(struct say *s, const struct image *img, const struct bound_row *row)
{
    switch ((enum bound_kind)row->kind) {
    case BOUND_EVENT:
        say_event_bound(s, img, row);
        return;
    case BOUND_UNKNOWN:
        say_unknown_bound(s, img, row);
        return;
    case BOUND_AFTER:
        say_text(s, "the end of ");
        say_pdate(s, row->a);
        return;
    case BOUND_FIRST_OF:
        say_members(s, img, row, "the earlier of ", "the earliest of ");
        return;
    case BOUND_LAST_OF:
        say_members(s, img, row, "the later of ", "the latest of ");
        return;
    case BOUND_DAY_MEMBER:
        say_day(s, (day_t)row->a);
        return;
    case BOUND_UNDISCLOSED:
        say_text(s, "a day that is not public");
        return;
    case BOUND_UNSTATED:
        say_text(s, "no day that is stated");
        return;
    case BOUND_KIND_COUNT:
        break;
    }
}

void say_bound(struct say *s, const struct image *img, bound_ref ref)
{
    if (ref == IMAGE_NONE)
        return;
    if (BOUND_IS_PLAIN(ref))
        say_day(s, BOUND_DAY(ref));
    else
        say_bound_row(s, img, &img->bounds[ref]);
}
