/* What comes next, for people: first what has a day, in order of day; then what hangs on something,
 * under that. */
#include "render_next.h"

#include <string.h>

#include "diff.h"
#include "query_text.h"
#include "sentence.h"

#define DATED 12 /* columns of "2031-01-01  " */

/* ---- pieces ---- */

void say_boundary_kind(struct say *s, const struct boundary *b)
{
    const bool begun =
        b->before->status == STATUS_IN_FORCE || b->before->status == STATUS_SUSPENDED;
    switch (b->kind) {
    case BOUNDARY_BEGINS:
        say_text(s, "begins");
        break;
    case BOUNDARY_ENDS:
        say_text(s, begun ? "ends" : "is over before it begins");
        break;
    case BOUNDARY_SUSPENDED:
        say_text(s, "is suspended");
        break;
    case BOUNDARY_RESUMES:
        say_text(s, "resumes");
        break;
    case BOUNDARY_CHANGES:
    case BOUNDARY_KIND_COUNT:
        say_text(s, b->window == WINDOW_OPENS    ? "is overridden"
                    : b->window == WINDOW_CLOSES ? "is no longer overridden"
                                                 : "changes");
        return;
    }
    if (b->window != WINDOW_NONE)
        say_text(s, b->window == WINDOW_OPENS ? " (an override opens)" : " (an override closes)");
}

/* Of a dated one what has happened by the day before; of one that hangs on something, by then. */
static void say_conditions(struct say *s, const struct boundary *b, const struct boundary_when *w)
{
    const bool unless = w->n_when == 1 && !w->when[0].by;
    struct question question = *b->setting->question;
    struct setting setting = *b->setting;
    struct row eve = next_eve(b);
    question.period = b->hangs;
    setting.question = &question;
    eve.setting = &setting;
    say_text(s, unless ? "unless " : "if ");
    for (uint32_t i = 0; i < w->n_when; i++) {
        say_text(s, i > 0 ? " and " : "");
        say_condition(s, &eve, &w->when[i], w->when[i].by || unless);
    }
}

void say_boundary_when(struct say *s, const struct boundary *b, const char *lead)
{
    if (b->n_depends_on == 0)
        return;
    say_text(s, lead);
    if (b->n_when == 1) {
        say_conditions(s, b, &b->when[0]);
        return;
    }
    say_text(s, "depending on ");
    for (uint32_t i = 0; i < b->n_depends_on; i++) {
        say_join(s, i, b->n_depends_on, "and");
        say_str(s, b->setting->image, b->depends_on[i].name);
    }
}

void say_boundary_change(struct say *s, const struct boundary *b, const struct change *c)
{
    const struct row from = {.setting = b->setting, .clause = b->clause, .fields = *b->before};
    const struct row to = {.setting = b->setting, .clause = b->clause, .fields = *b->after};
    say_change(s, &from, &to, c);
}

/* ---- the document ---- */

struct next_say {
    struct say say;
    const struct next_list *list;
    bool several; /* agreements */
};

static void say_clause(struct next_say *t, const struct boundary *b)
{
    const struct image *img = b->setting->image;
    if (t->several) {
        say_str(&t->say, img, img->agreements[b->setting->agreement].id);
        say_text(&t->say, "/");
    }
    say_str(&t->say, img, img->clauses[b->clause].id);
    say_text(&t->say, " ");
    say_boundary_kind(&t->say, b);
}

/* What it is that begins, and what changes. */
static void write_content(struct next_say *t, const struct boundary *b, size_t indent)
{
    struct say *s = &t->say;
    if (b->kind == BOUNDARY_BEGINS && b->after->summary != 0) {
        say_str(s, b->setting->image, b->after->summary);
        say_stop(s);
        say_end(s, indent, indent);
    }
    for (size_t i = 0; i < b->n_changes; i++) {
        say_boundary_change(s, b, &b->changes[i]);
        say_end(s, indent, indent + 2);
    }
}

static void write_dated(struct next_say *t, const struct boundary *b, day_t *last)
{
    struct say *s = &t->say;
    char day[11];
    day_format(b->earliest, day);
    if (b->earliest != *last)
        buf_puts(s->out, day);
    say_clause(t, b);
    say_boundary_when(s, b, ", ");
    say_stop(s);
    if (b->earliest == *last)
        say_end(s, DATED, DATED);
    else
        say_end_at(s, DATED - 10, DATED, DATED);
    *last = b->earliest;
    write_content(t, b, DATED);
}

/* ---- what hangs on something ---- */

static struct domain window_of(const struct next_say *t, const struct boundary *b)
{
    const struct setting *set = b->setting;
    const struct agreement_row *g = &set->image->agreements[set->agreement];
    struct domain d = b->unknown.is_event ? set->events[b->unknown.index - g->events.first]
                                          : set->unknowns[b->unknown.index - g->unknowns.first];
    d.first = day_plus(d.first, b->plus);
    d.last = day_plus(d.last, b->plus);
    if (d.first <= t->list->after)
        d.first = t->list->after + 1;
    return d;
}

static bool same_cause(const struct boundary *a, const struct boundary *b)
{
    return a->setting == b->setting && a->unknown.is_event == b->unknown.is_event &&
           a->unknown.index == b->unknown.index && a->plus.count == b->plus.count &&
           a->plus.unit == b->plus.unit;
}

static void write_cause(struct next_say *t, const struct boundary *b)
{
    struct say *s = &t->say;
    const struct domain window = window_of(t, b);
    say_text(s, b->plus.count != 0 ? "" : b->unknown.is_event ? "When " : "On ");
    if (b->plus.count != 0) {
        say_offset(s, b->plus);
        say_text(s, " after ");
    }
    if (t->several) {
        const struct image *img = b->setting->image;
        say_str(s, img, img->agreements[b->setting->agreement].id);
        say_text(s, "/");
    }
    say_str(s, b->setting->image, b->unknown.name);
    say_text(s, b->unknown.is_event ? " happens" : ", a day that is not known");
    say_text(s, ", ");
    say_day(s, window.first);
    say_text(s, " at the earliest");
    if (window.last <= DAY_MAX) {
        say_text(s, ", ");
        say_day(s, window.last);
        say_text(s, " at the latest");
    }
    say_text(s, ":");
    say_end(s, 0, 2);
}

static void write_hanging(struct next_say *t, const struct boundary *b)
{
    struct say *s = &t->say;
    const struct domain window = window_of(t, b);
    say_clause(t, b);
    if (b->earliest != window.first) {
        say_text(s, ", from ");
        say_day(s, b->earliest);
        say_text(s, " on");
    }
    if (b->latest != window.last && b->latest <= DAY_MAX) {
        say_text(s, ", ");
        say_day(s, b->latest);
        say_text(s, b->anyway ? " at the latest (then it does so anyway)" : " at the latest");
    }
    say_boundary_when(s, b, ", ");
    say_stop(s);
    say_end(s, 2, 4);
    write_content(t, b, 4);
}

/* Each cause once, in the order of its first boundary. */
static bool is_first_of_cause(const struct next_list *list, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (list->items[i].hangs && same_cause(&list->items[i], &list->items[at]))
            return false;
    return true;
}

static void write_causes(struct next_say *t, bool first)
{
    const struct next_list *list = t->list;
    for (size_t i = 0; i < list->n; i++) {
        if (!list->items[i].hangs || !is_first_of_cause(list, i))
            continue;
        if (!first)
            say_blank(&t->say);
        first = false;
        write_cause(t, &list->items[i]);
        for (size_t k = i; k < list->n; k++)
            if (list->items[k].hangs && same_cause(&list->items[i], &list->items[k]))
                write_hanging(t, &list->items[k]);
    }
}

static void write_question(struct next_say *t, const struct query_head *head)
{
    struct say *s = &t->say;
    say_question(s, head);
    say_end(s, 0, 2);
    say_text(s, "Coming after ");
    say_day(s, t->list->after);
    if (t->list->through < DAY_MAX) {
        say_text(s, ", through ");
        say_day(s, t->list->through);
    }
    say_text(s, ":");
    say_end(s, 0, 2);
    say_blank(s);
}

void next_text(struct buf *out, const struct style *style, const struct query_head *head,
               const struct next_list *list)
{
    struct next_say t = {.list = list, .several = head->n_selected_agreements > 1};
    day_t last = DAY_NONE;
    say_init(&t.say, out, style->width, style->color, style->ascii);
    write_question(&t, head);
    for (size_t i = 0; i < list->n; i++)
        if (!list->items[i].hangs)
            write_dated(&t, &list->items[i], &last);
    write_causes(&t, last == DAY_NONE);
    if (list->n == 0) {
        say_text(&t.say, "Nothing.");
        say_end(&t.say, 0, 0);
    }
    out->failed |= t.say.text.failed;
    say_done(&t.say);
}
