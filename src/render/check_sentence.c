/* What is said of a check: what was asked, what was expected, what was found, and why. */
#include <string.h>

#include "check_report.h"
#include "next.h"
#include "query_text.h"
#include "render_next.h"
#include "sentence.h"

/* ---- one line in memory ---- */

struct line {
    struct buf out;
    struct say say;
};

static struct say *line_begin(struct line *l, bool ascii)
{
    buf_init(&l->out, 0);
    say_init(&l->say, &l->out, 0, false, ascii);
    return &l->say;
}

/* Ends the paragraph, if one is open, and takes the first line. Without memory the arena has failed.
 */
static const char *line_end(struct line *l, struct arena *a)
{
    say_end(&l->say, 0, 0);
    const bool good = !l->out.failed && !l->say.text.failed && l->out.data != NULL;
    const size_t n = good ? strcspn(l->out.data, "\n") : 0;
    const char *text = good ? arena_copy(a, l->out.data, n) : NULL;
    a->failed = a->failed || text == NULL;
    say_done(&l->say);
    buf_done(&l->out);
    return text;
}

const char *check_question(struct arena *a, const struct query_head *head, bool ascii)
{
    struct line l;
    say_question(line_begin(&l, ascii), head);
    return line_end(&l, a);
}

/* ---- what was expected ---- */

static void say_demand(struct say *s, const struct check_asked *asked)
{
    const struct demand *d = &asked->check->demand;
    if (asked->compared != NULL)
        say_text(s, asked->compared);
    else
        say_text(s, asked->depends ? "that it depends" : status_words(d->status));
    if (d->wanted != NULL && d->n_wanted > 0) {
        say_text(s, asked->depends ? ", where in force with " : " with ");
        say_terms_inline(s, d->wanted,
                         (struct term_list){.first = d->first_wanted, .n = d->n_wanted}, DAY_MAX);
    }
}

static const char *holds_words(enum check_holds holds)
{
    switch (holds) {
    case HOLDS_SOMETIME:
        return " on some day";
    case HOLDS_NEVER:
        return " on no day";
    case HOLDS_ALWAYS:
    case HOLDS_STEADY:
    case HOLDS_COUNT:
        break;
    }
    return " on every day";
}

const char *check_expected(struct arena *a, const struct check_asked *asked, bool ascii)
{
    const struct check *c = asked->check;
    const bool several = asked->assertion != NULL && asked->assertion->reach != REACH_ONE;
    struct line l;
    struct say *s = line_begin(&l, ascii);
    if (c->negated)
        say_text(s, "not ");
    if (several) {
        say_text(s, c->any ? "any of " : "all of ");
        say_count(s, asked->n, "clause ", "clauses ");
    }
    say_demand(s, asked);
    if (asked->period)
        say_text(s, holds_words(c->holds));
    if (c->under != UNDER_AS_IS)
        say_text(s, c->under == UNDER_ALL ? ", whatever happens" : ", in some course of events");
    return line_end(&l, a);
}

/* ---- what was found ---- */

static void say_term(struct say *s, const struct row *row, const char *path, size_t n)
{
    const struct image *img = row_image(row);
    const uint32_t term = term_at(img, row->fields.terms, row->fields.n_terms, path, n);
    char name[128];
    const size_t kept = n < sizeof name ? n : sizeof name - 1;
    memcpy(name, path, kept);
    name[kept] = '\0';
    say_text(s, ", ");
    say_text(s, name);
    say_text(s, ": ");
    if (term != IMAGE_NONE)
        say_value(s, img, term, row->setting->known);
    else
        say_text(s, row->status == STATUS_DEPENDS ? "not the same in all cases" : "not there");
}

/* The terms that the demand is about, where they are not as it wants them. */
static void say_terms_found(struct say *s, const struct check_asked *asked, const struct row *row)
{
    const struct demand *d = &asked->check->demand;
    const struct image *img = row_image(row);
    if (row->applies == APPLIES_NO && row->status != STATUS_SUSPENDED)
        return;
    if (d->comparison != NULL)
        say_term(s, row, d->comparison->path, d->comparison->path_n);
    for (uint32_t i = 0; d->wanted != NULL && i < d->n_wanted; i++) {
        const uint32_t want = d->first_wanted + i;
        const char *name = image_str(d->wanted, d->wanted->terms[want].name);
        const uint32_t term =
            term_at(img, row->fields.terms, row->fields.n_terms, name, strlen(name));
        if (term_wanted(img, row->setting->known, term, d->wanted, want) != TRUTH_TRUE)
            say_term(s, row, name, strlen(name));
    }
}

static void say_depends(struct say *s, const struct row *row)
{
    if (cases_are_short(row)) {
        say_text(s, "depends: ");
        const size_t at = s->text.n;
        say_short_cases(s, row);
        if (at < s->text.n && s->text.data[at] == 'I')
            s->text.data[at] = 'i';
        if (s->text.n > 0 && s->text.data[s->text.n - 1] == '.')
            s->text.data[--s->text.n] = '\0';
        return;
    }
    say_text(s, "depends on ");
    for (uint32_t i = 0; i < row->n_depends_on; i++) {
        say_join(s, i, row->n_depends_on, "and");
        say_str(s, row_image(row), row->depends_on[i].name);
    }
}

/* "ended since 2033-01-01" */
static void say_settled(struct say *s, const struct row *row)
{
    say_text(s, status_words(row->status));
    if (row->from == DAY_NONE || row->from == row->day)
        return;
    say_text(s, " since ");
    say_day(s, row->from);
}

const char *check_found(struct arena *a, const struct check_asked *asked, const struct row *row,
                        bool ascii)
{
    struct line l;
    struct say *s = line_begin(&l, ascii);
    if (asked->period) {
        say_text(s, "on ");
        say_day(s, row->day);
        say_text(s, ": ");
    }
    if (asked->n > 1) {
        say_str(s, row_image(row), row_image(row)->clauses[row->clause].id);
        say_text(s, ": ");
    }
    if (row->status == STATUS_DEPENDS)
        say_depends(s, row);
    else
        say_settled(s, row);
    say_terms_found(s, asked, row);
    return line_end(&l, a);
}

/* ---- why ---- */

/* Has the act this row among its terms, or below them? */
static bool gives(const struct image *img, uint32_t act, const struct comparison *c, uint32_t term)
{
    const struct act_row *a = &img->acts[act];
    for (uint32_t i = 0; i < a->n_terms; i++) {
        const uint32_t top = a->terms + i;
        if (term_at(img, &top, 1, c->path, c->path_n) == term)
            return true;
    }
    return false;
}

/* The act that says when a clause ends, or that holds it for a while; IMAGE_NONE: none does. */
static uint32_t ending_act(const struct row *row)
{
    if (row->status == STATUS_ENDED && row->fields.why == WHY_ENDED &&
        !row_differs(row, FIELD_ENDS) && !row_differs(row, FIELD_WHY))
        return row->fields.ends_act;
    if (row->status == STATUS_SUSPENDED && !row_differs(row, FIELD_WINDOW))
        return row->fields.window_act;
    return IMAGE_NONE;
}

/* Of the acts behind a row the one that ended it or gave the term compared, else the last that did
 * more than confirm. */
static uint32_t deciding_act(const struct check_asked *asked, const struct row *row,
                             struct index_list acts)
{
    const struct image *img = row_image(row);
    const struct comparison *c = asked->check->demand.comparison;
    uint32_t act = ending_act(row), term = IMAGE_NONE;
    if (act != IMAGE_NONE)
        return act;
    if (c != NULL)
        term = term_at(img, row->fields.terms, row->fields.n_terms, c->path, c->path_n);
    for (uint32_t i = 0; i < acts.n; i++) {
        const enum act_type type = (enum act_type)img->acts[acts.items[i]].type;
        if (term != IMAGE_NONE && gives(img, acts.items[i], c, term))
            return acts.items[i];
        if (type != ACT_REAFFIRM && type != ACT_SILENT)
            act = acts.items[i];
    }
    return act;
}

/* "From: amended by …" is "amended by …" where the label is another. */
static const char *without_label(const char *text)
{
    return text != NULL && strncmp(text, "From: ", 6) == 0 ? text + 6 : text;
}

const char *check_why(struct arena *a, const struct check_asked *asked, const struct row *row,
                      bool ascii)
{
    const struct index_list acts = row_acts(row, a);
    const uint32_t act = deciding_act(asked, row, acts);
    struct line l;
    struct say *s = line_begin(&l, ascii);
    if (act != IMAGE_NONE) {
        say_provenance(s, row, (struct index_list){&act, 1}, 0);
        return without_label(line_end(&l, a));
    }
    const bool unknown = row->fields.why == WHY_NOT_ANNOUNCED_YET;
    say_text(s, unknown ? "Nothing of it was announced by " : "No act of it begins by ");
    say_day(s, unknown ? row->setting->known : row->day);
    say_text(s, ".");
    return line_end(&l, a);
}

/* ---- what comes up ---- */

#define TOLD ((size_t)3)

/* Does it come in any case, on one of its days? */
static bool is_sure(const struct boundary *b)
{
    const struct setting *s = b->setting;
    const struct agreement_row *g = &s->image->agreements[s->agreement];
    if (!b->certain || !b->hangs)
        return b->certain;
    const struct domain *d = b->unknown.is_event
                                 ? &s->events[b->unknown.index - g->events.first]
                                 : &s->unknowns[b->unknown.index - g->unknowns.first];
    return b->latest != DAY_NEVER && day_plus(d->first, b->plus) >= b->earliest &&
           day_plus(d->last, b->plus) <= b->latest;
}

static void say_boundary(struct say *s, const struct boundary *b)
{
    const bool sure = is_sure(b);
    if (!sure)
        say_text(s, "perhaps ");
    say_boundary_kind(s, b);
    say_text(s, !b->hangs ? " on " : sure ? " some day from " : " from ");
    say_day(s, b->earliest);
    if (b->hangs && b->latest == DAY_NEVER)
        say_text(s, " on");
    if (b->hangs && b->latest != DAY_NEVER) {
        say_text(s, " through ");
        say_day(s, b->latest);
    }
    if (b->hangs) {
        say_text(s, ", with ");
        say_str(s, b->setting->image, b->unknown.name);
    } else {
        say_boundary_when(s, b, ", ");
    }
}

const char *check_upcoming_found(struct arena *a, const struct boundary *list, size_t n, bool ascii)
{
    struct line l;
    struct say *s = line_begin(&l, ascii);
    if (n == 0)
        say_text(s, "nothing");
    for (size_t i = 0; i < n && i < TOLD; i++) {
        say_text(s, i > 0 ? "; " : "");
        say_boundary(s, &list[i]);
    }
    if (n > TOLD) {
        say_text(s, "; and ");
        say_count(s, n - TOLD, "more", "more");
    }
    return line_end(&l, a);
}

const char *check_upcoming_why(struct arena *a, const struct boundary *b, bool ascii)
{
    struct line l;
    if (b->act == IMAGE_NONE)
        return NULL;
    const struct row eve = next_eve(b);
    say_provenance(line_begin(&l, ascii), &eve, (struct index_list){&b->act, 1}, 0);
    return without_label(line_end(&l, a));
}
