/* An explanation as one would tell it: the answer, which act says what of it, how it came about,
 * what it hangs on, what would change it. In Markdown the sections are lists.
 *
 *   Which act says what:
 *     Act 4, Amended agreement, the next phase (announced 2026-04-27; ip.yaml:49): exclusive.
 *
 *   How it came about, act by act (* counts on this day):
 *     * 4. amend, by Amended agreement, the next phase (amendment-2026-04)
 *          Announced 2026-04-27; from 2026-04-27 through 2032-12-31. ip.yaml:49
 *          exclusive: false.
 *          Source: …
 */
#include "explain_text.h"

#include <string.h>

#include "query_text.h"
#include "render_explain.h"
#include "sentence.h"

/* ---- paragraphs ---- */

void tell_heading(struct teller *t, const char *text)
{
    say_blank(&t->say);
    say_text(&t->say, t->markdown ? "### " : "");
    say_text(&t->say, text);
    say_text(&t->say, t->markdown ? "" : ":");
    say_end(&t->say, 0, 0);
    if (t->markdown)
        say_blank(&t->say);
}

/* Ends the paragraph as an item, or as one below an item. */
void tell_item(struct teller *t, size_t level, size_t indent)
{
    if (!t->markdown) {
        say_end(&t->say, indent, indent + 2);
        return;
    }
    struct buf *text = &t->say.text;
    buf_fill(t->say.out, ' ', 2 * level);
    PUT(t->say.out, "- ");
    if (text->n != 0)
        put_markdown(t->say.out, text->data, text->n);
    PUT(t->say.out, "\n");
    t->failed |= text->failed;
    buf_clear(text);
}

/* Ends it as an item of a section in which some are marked with a star. */
void tell_marked(struct teller *t, bool mark)
{
    if (t->markdown) {
        tell_item(t, 0, ITEM);
        return;
    }
    if (mark)
        PUT(t->say.out, "  * ");
    say_end_at(&t->say, mark ? 0 : MARKED, MARKED, MARKED + 2);
}

void say_arrow(struct say *s)
{
    say_text(s, s->ascii ? " -> " : " \xE2\x86\x92 ");
}

void say_old(struct say *s, bool there)
{
    if (there)
        say_arrow(s);
}

/* ---- another answer ---- */

static void say_status_of(struct say *s, const struct row *row)
{
    if (row == NULL) {
        say_text(s, "no course fits the assumptions");
        return;
    }
    say_text(s, row->status == STATUS_DEPENDS ? "depends on " : status_words(row->status));
    for (uint32_t i = 0; i < row->n_depends_on; i++) {
        say_join(s, i, row->n_depends_on, "and");
        say_str(s, row_image(row), row->depends_on[i].name);
    }
}

static bool has_terms(const struct row *row)
{
    return row != NULL && (row->status == STATUS_IN_FORCE || row->status == STATUS_SUSPENDED ||
                           row->status == STATUS_DEPENDS);
}

/* "in force; exclusive: false": the answer `to`, and how its terms differ from those of `from`. */
static void say_other(struct teller *t, const struct row *from, const struct row *to)
{
    const struct change *changes = NULL;
    size_t n = 0;
    struct say *s = &t->say;
    say_status_of(s, to);
    if (!has_terms(from) || !has_terms(to))
        return;
    t->failed |= engine_changes(from, to, &t->arena, &changes, &n) != ST_OK;
    for (size_t i = 0; i < n; i++) {
        const struct change *c = &changes[i];
        if (c->path == NULL)
            continue;
        say_text(s, "; ");
        say_text(s, c->path);
        say_text(s, ": ");
        if (c->old_row != IMAGE_NONE)
            say_value(s, t->img, c->old_row, from->setting->known);
        say_old(s, c->old_row != IMAGE_NONE);
        if (c->new_row != IMAGE_NONE)
            say_value(s, t->img, c->new_row, to->setting->known);
        else
            say_text(s, to->status == STATUS_DEPENDS ? "depends" : "not there");
    }
}

/* ---- what it hangs on ---- */

static void write_pivot(struct teller *t, const struct pivot *p)
{
    struct say *s = &t->say;
    say_text(s, p->unknown.is_event ? "If it comes by " : "If it is ");
    say_day(s, p->day);
    if (!p->unknown.is_event)
        say_text(s, " or before");
    if (p->plus.count != 0) {
        say_text(s, " (");
        say_offset(s, p->plus);
        say_text(s, " before)");
    }
    say_text(s, ": ");
    say_status_of(s, p->by);
    say_text(s, ". A day later: ");
    say_other(t, p->by, p->later);
    say_stop(s);
    tell_item(t, 1, 2 * ITEM);
}

/* The pivots of one kind, below their unknowns. */
static uint32_t write_pivots(struct teller *t, bool possible, const char *title)
{
    const struct unknown_ref *last = NULL;
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->x->n_pivots; i++) {
        const struct pivot *p = &t->x->pivots[i];
        if (p->possible != possible)
            continue;
        if (n++ == 0)
            tell_heading(t, title);
        if (last == NULL || last->index != p->unknown.index ||
            last->is_event != p->unknown.is_event) {
            say_unknown(&t->say, t->x->row->setting, &p->unknown);
            tell_item(t, 0, ITEM);
        }
        last = &p->unknown;
        write_pivot(t, p);
    }
    return n;
}

/* ---- what would change it ---- */

static void write_nearest(struct teller *t)
{
    const struct explanation *x = t->x;
    struct say *s = &t->say;
    if (x->earlier != NULL) {
        say_text(s, "Earlier, through ");
        say_day(s, x->earlier->day);
        say_text(s, ": ");
        say_other(t, x->row, x->earlier);
        say_stop(s);
        tell_item(t, 0, ITEM);
    }
    if (x->later != NULL) {
        say_text(s, "Later, from ");
        say_day(s, x->later->day);
        say_text(s, " on: ");
        say_other(t, x->row, x->later);
        say_stop(s);
        tell_item(t, 0, ITEM);
    }
    if (x->earlier == NULL && x->later == NULL) {
        say_text(s, "No other day: the answer is the same on every day.");
        tell_item(t, 0, ITEM);
    }
}

static void write_sources(struct teller *t)
{
    struct say *s = &t->say;
    for (uint32_t i = 0; i < t->x->n_sources; i++) {
        const struct lost_source *l = &t->x->sources[i];
        say_text(s, "Without the source ");
        say_quoted(s, t->img, t->img->sources[l->source].title);
        say_text(s, " (");
        say_str(s, t->img, t->img->sources[l->source].id);
        say_text(s, "): ");
        say_other(t, t->x->row, l->without);
        say_stop(s);
        tell_item(t, 0, ITEM);
    }
    if (t->x->n_sources == 0) {
        say_text(s, "No single source: without any one of them the answer is the same.");
        tell_item(t, 0, ITEM);
    }
}

static void write_beliefs(struct teller *t)
{
    const struct explanation *x = t->x;
    struct say *s = &t->say;
    const day_t known = x->row->setting->known;
    tell_heading(t, t->markdown ? "What was known when" : "What was known when (* the day asked)");
    for (uint32_t i = 0; i < x->n_beliefs; i++) {
        const struct belief *b = &x->beliefs[i];
        if (b->first == DAY_MIN && b->last == DAY_MAX) {
            say_text(s, "always");
        } else {
            say_text(s, b->first == DAY_MIN ? "through " : "from ");
            say_day(s, b->first == DAY_MIN ? b->last : b->first);
        }
        say_text(s, ": ");
        say_other(t, i > 0 ? x->beliefs[i - 1].row : NULL, b->row);
        tell_marked(t, b->first <= known && known <= b->last);
    }
}

static void write_changes(struct teller *t)
{
    if (write_pivots(t, true, "What it hangs on") == 0) {
        tell_heading(t, "What it hangs on");
        say_text(&t->say, "No event and no unknown day can change it on this day.");
        tell_item(t, 0, ITEM);
    }
    tell_heading(t, "What would change it");
    write_nearest(t);
    write_sources(t);
    write_pivots(t, false, "Against the record, under --assume");
    write_beliefs(t);
}

/* ---- all of it ---- */

void explain_people(struct buf *out, const struct style *style, const struct query_head *head,
                    const struct explanation *x)
{
    const bool markdown = style->format == FORMAT_MARKDOWN;
    struct teller t = {.x = x, .img = row_image(x->row), .markdown = markdown};
    struct query_render r;
    arena_init(&t.arena);
    render_query_begin(&r, style, head, out);
    render_query_row(&r, x->row);
    render_query_done(&r);
    say_init(&t.say, out, markdown ? 0 : style->width, !markdown && style->color, style->ascii);
    if (!markdown)
        out->n -= out->n > 0 && !out->failed; /* a section begins with its own blank line */
    tell_origins(&t);
    tell_chain(&t);
    write_changes(&t);
    out->failed |= t.failed || t.arena.failed || t.say.text.failed;
    say_done(&t.say);
    arena_done(&t.arena);
}
