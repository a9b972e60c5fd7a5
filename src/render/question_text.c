/* The question said again, with what was defaulted; the tally, and what to ask next. */
#include "query_text.h"

#include <string.h>

#include "text.h"

/* ---- the question ---- */

static void say_selection(struct say *s, const struct query_head *h)
{
    if (h->n_select == 0)
        say_text(s, "all clauses");
    for (size_t i = 0; i < h->n_select; i++) {
        say_join(s, i, h->n_select, "and");
        say_text(s, h->select[i]);
    }
}

static void say_date(struct say *s, const struct query_head *h)
{
    const struct question *q = h->question;
    if (!q->period) {
        say_text(s, " on ");
        say_day(s, q->first);
        if (h->date_defaulted)
            say_text(s, " (today)");
        return;
    }
    say_text(s, " from ");
    say_day(s, q->first);
    say_text(s, " through ");
    say_day(s, q->last);
}

static void say_known(struct say *s, const struct query_head *h)
{
    say_text(s, ", as known on ");
    if (h->known == DAY_NONE) {
        say_text(s, "each agreement's record date");
    } else {
        say_day(s, h->known);
        if (h->known_defaulted)
            say_text(s, " (the record date)");
    }
    if (h->question->signed_on != DAY_NONE) {
        say_text(s, ", counting what was signed by ");
        say_day(s, h->question->signed_on);
    }
}

static void say_assumption(struct say *s, const struct assumption *a)
{
    if (a->agreement != NULL) {
        buf_put(&s->text, a->agreement, a->agreement_n);
        say_text(s, "/");
    }
    buf_put(&s->text, a->name, a->name_n);
    if (a->first == DAY_NEVER) {
        say_text(s, " never happens");
    } else if (a->first == a->last) {
        say_text(s, " on ");
        say_day(s, a->first);
    } else {
        say_text(s, " some day from ");
        say_day(s, a->first);
        say_text(s, " through ");
        say_day(s, a->last);
    }
}

void say_scenario(struct say *s, const struct question *q)
{
    const size_t n = q->n_assumptions + (q->others_never ? 1 : 0);
    if (n == 0)
        return;
    say_text(s, ", assuming ");
    for (size_t i = 0; i < q->n_assumptions; i++) {
        say_join(s, i, n, "and");
        say_assumption(s, &q->assumptions[i]);
    }
    if (q->others_never) {
        say_join(s, n - 1, n, "and");
        say_text(s, "no open event ever happens");
    }
}

static void say_filter(struct say *s, const char *name, const char *value)
{
    if (value == NULL)
        return;
    say_text(s, "; only ");
    say_text(s, name);
    say_text(s, " ");
    say_text(s, value);
}

void say_question(struct say *s, const struct query_head *h)
{
    say_selection(s, h);
    say_date(s, h);
    say_known(s, h);
    say_scenario(s, h->question);
    if (h->filter != NULL) {
        say_filter(s, "party", h->filter->party);
        say_filter(s, "holder", h->filter->holder);
        say_filter(s, "obligor", h->filter->obligor);
        say_filter(s, "kind", clause_kind_name(h->filter->kind));
    }
    for (size_t i = 0; i < h->n_where; i++)
        say_filter(s, "where", h->where[i]);
    if (h->corpus_name != NULL) {
        say_text(s, "; ");
        say_text(s, h->corpus_name);
    }
}

/* ---- the tally ---- */

static void put_name(struct buf *out, const struct row *row, bool qualified, str_id name)
{
    const struct image *img = row_image(row);
    if (qualified) {
        const str_id id = img->agreements[row->setting->agreement].id;
        buf_put(out, image_str(img, id), image_str_len(img, id));
        PUT(out, "/");
    }
    buf_put(out, image_str(img, name), image_str_len(img, name));
}

/* An assumption that settles the row: an event that never happens, an unknown day on its first. It
 * is given to the same question, so it needs the agreement only where that has several. */
static void put_assumption(struct buf *out, const struct row *row, bool qualified)
{
    const struct unknown_ref *u = &row->depends_on[0];
    const struct setting *set = row->setting;
    const struct agreement_row *agreement = &set->image->agreements[set->agreement];
    put_name(out, row, qualified, u->name);
    if (u->is_event && set->events[u->index - agreement->events.first].last == DAY_NEVER) {
        PUT(out, "=never");
        return;
    }
    const struct domain d = u->is_event ? set->events[u->index - agreement->events.first]
                                        : set->unknowns[u->index - agreement->unknowns.first];
    char day[11]; /* the first day of the calendar is no day of a contract */
    day_format(d.first == DAY_MIN ? d.last : d.first, day);
    PUT(out, "=");
    buf_puts(out, day);
}

void sum_row(struct query_sum *sum, const struct row *row, const struct query_head *head)
{
    sum->n++;
    sum->rows[row->status]++;
    sum->period = row->setting->question->period;
    if (sum->clause.n == 0)
        put_name(&sum->clause, row, head->n_agreements > 1,
                 row_image(row)->clauses[row->clause].id);
    if (sum->assume.n == 0 && row->n_depends_on != 0)
        put_assumption(&sum->assume, row, head->n_selected_agreements > 1);
}

static size_t count_kinds(const size_t *counts)
{
    size_t kinds = 0;
    for (size_t i = 0; i <= STATUS_DEPENDS; i++)
        kinds += counts[i] != 0;
    return kinds;
}

/* "2 in force, 1 suspended and 1 depends" */
static void say_counts(struct say *s, const size_t *counts)
{
    static const enum answer_status order[] = {STATUS_IN_FORCE, STATUS_SUSPENDED, STATUS_DEPENDS,
                                               STATUS_ENDED, STATUS_NOT_YET};
    const size_t kinds = count_kinds(counts);
    size_t said = 0;
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        const size_t n = counts[order[i]];
        if (n == 0)
            continue;
        say_join(s, said++, kinds, "and");
        buf_uint(&s->text, n);
        say_text(s, " ");
        if (order[i] == STATUS_DEPENDS)
            say_text(s, n == 1 ? "depends" : "depend");
        else
            say_text(s, order[i] == STATUS_NOT_YET ? "not yet in force" : status_words(order[i]));
    }
}

/* "1 clause, in force"; "1 clause, which depends" */
static void say_one(struct say *s, const struct query_sum *sum)
{
    say_text(s, sum->period ? "1 stretch of days, " : "1 clause, ");
    if (sum->rows[STATUS_DEPENDS] != 0) {
        say_text(s, sum->period ? "in which it depends" : "which depends");
        return;
    }
    for (int i = 0; i < STATUS_DEPENDS; i++)
        if (sum->rows[i] != 0)
            say_text(s, i == STATUS_NOT_YET ? "not yet in force"
                                            : status_words((enum answer_status)i));
}

static void say_several(struct say *s, const struct query_sum *sum)
{
    buf_uint(&s->text, sum->n);
    say_text(s, sum->period ? " stretches of days: " : " clauses: ");
    say_counts(s, sum->rows);
}

static void say_nothing(struct say *s, const struct query_tally *tally)
{
    size_t counts[STATUS_DEPENDS + 1] = {0};
    counts[STATUS_ENDED] = tally->ended;
    counts[STATUS_NOT_YET] = tally->not_yet;
    if (tally->hidden == 0) {
        say_text(s, "Nothing applies: no clause fits the question.");
        return;
    }
    say_text(s, "Nothing applies. Left out: ");
    if (tally->ended + tally->not_yet == tally->hidden)
        say_counts(s, counts);
    else
        say_count(s, tally->hidden, "clause that does not apply", "clauses that do not apply");
    say_text(s, ".");
}

void say_tally(struct say *s, const struct query_sum *sum, const struct query_tally *tally)
{
    if (sum->n == 0) {
        say_nothing(s, tally);
        return;
    }
    if (sum->n == 1)
        say_one(s, sum);
    else
        say_several(s, sum);
    if (tally->hidden != 0) {
        say_text(s, "; left out: ");
        say_count(s, tally->hidden, "that does not apply", "that do not apply");
    }
    say_text(s, ".");
}

/* ---- what to ask next ---- */

/* One thing to do: `command`, which can be copied, and what it is for. */
struct next_step {
    const char *verb;
    const struct buf *name; /* NULL: none */
    const char *what;
};
#define NEXT_COLUMN ((size_t)6) /* behind "Next: " */

static bool is_safe_in_shell(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char c = text[i];
        const bool word =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!word && strchr("-_./=:,+@%", c) == NULL)
            return false;
    }
    return true;
}

/* A shell would expand '*' and, some of them, '#'. Names of a corpus hold no quotes. */
static void put_shell_word(struct buf *out, const struct buf *name)
{
    const bool safe = is_safe_in_shell(name->data, name->n);
    if (!safe)
        PUT(out, "'");
    buf_put(out, name->data, name->n);
    if (!safe)
        PUT(out, "'");
}

/* A step that does not fit on the line begins the next one; only a line that is too short for it
 * breaks it. */
static void write_step(struct say *s, const struct next_step *step, size_t *column, bool last)
{
    struct buf *line = &s->piece;
    buf_clear(line);
    buf_puts(line, step->verb);
    if (step->name != NULL)
        put_shell_word(line, step->name);
    PUT(line, " ");
    buf_puts(line, step->what);
    if (!last)
        PUT(line, ";");
    s->out->failed |= line->failed;
    if (line->failed)
        return;
    const bool first = *column == NEXT_COLUMN;
    if (!first && s->width != 0 && *column + 1 + text_width(line->data, line->n) > s->width) {
        buf_char(s->out, '\n');
        buf_fill(s->out, ' ', NEXT_COLUMN);
        *column = NEXT_COLUMN;
    } else if (!first) {
        buf_char(s->out, ' ');
        *column += 1;
    }
    *column = text_wrap(s->out, line->data, line->n, *column, NEXT_COLUMN, s->width);
}

void write_next(struct say *s, const struct query_head *head, const struct query_sum *sum,
                const struct query_tally *tally)
{
    struct next_step steps[3];
    size_t n = 0, column = NEXT_COLUMN;
    const bool own = head->corpus_name != NULL && strcmp(head->corpus_name, "built-in corpus") != 0;
    if (sum->clause.n != 0)
        steps[n++] =
            (struct next_step){own ? "show " : "pact show ", &sum->clause, "(its history)"};
    else if (tally->hidden == 0)
        steps[n++] =
            (struct next_step){own ? "list clauses" : "pact list clauses", NULL, "(what there is)"};
    if (sum->assume.n != 0)
        steps[n++] = (struct next_step){"--assume ", &sum->assume, "(what if)"};
    if (tally->hidden != 0)
        steps[n++] = (struct next_step){"--all", NULL, "(what does not apply, and why)"};
    PUT(s->out, "Next: ");
    for (size_t i = 0; i < n; i++)
        write_step(s, &steps[i], &column, i + 1 == n);
    PUT(s->out, "\n");
}
