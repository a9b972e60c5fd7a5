/* What `depends` turns on. Two cases that differ by one condition make a sentence ("In force unless
 * agi-verified happens by 2031-01-01."); more make a line each. */
#include "sentence.h"

#include <stdlib.h>
#include <string.h>

static bool of_period(const struct row *row)
{
    return row->setting->question->period;
}

/* The day by which: the day asked, unless it was said before (`again`); asked for a period, what is
 * said is said of each of its days. */
static void say_by_day(struct say *s, const struct row *row, const char *before, bool again)
{
    say_text(s, before);
    if (of_period(row) || again)
        say_text(s, "then");
    else
        say_day(s, row->day);
}

static const char *happens(const struct row *row, bool by)
{
    if (of_period(row))
        return by ? " has happened" : " has not happened";
    return by ? " happens" : " does not happen";
}

static void say_event_condition(struct say *s, const struct row *row, const struct condition *c,
                                bool by, bool again)
{
    say_str(s, row_image(row), c->unknown.name);
    say_text(s, happens(row, by));
    if (c->plus.count == 0) {
        say_by_day(s, row, " by ", again);
        return;
    }
    say_text(s, " ");
    say_offset(s, c->plus);
    say_by_day(s, row, " or more before ", again);
}

/* The act whose number stands in the name of an unknown day, "ip.license#2.from"; NULL for one of
 * an instrument's. */
static const struct act_row *act_of_unknown(const struct row *row, const char *name)
{
    const struct image *img = row_image(row);
    const struct span acts = img->clauses[row->clause].acts;
    const char *mark = strchr(name, '#');
    unsigned long number = mark != NULL ? strtoul(mark + 1, NULL, 10) : 0;
    for (uint32_t i = 0; number != 0 && i < acts.n; i++)
        if (img->acts[acts.first + i].number == number)
            return &img->acts[acts.first + i];
    return NULL;
}

/* "amendment-1.effective": the title of amendment-1, else the name itself. */
static void say_instrument_of(struct say *s, const struct row *row, str_id name)
{
    const struct image *img = row_image(row);
    const char *text = image_str(img, name);
    const char *dot = strrchr(text, '.');
    const size_t n = dot != NULL ? (size_t)(dot - text) : 0;
    const struct span all = img->agreements[row->setting->agreement].instruments;
    for (uint32_t i = all.first; i < all.first + all.n; i++)
        if (image_str_len(img, img->instruments[i].id) == n &&
            memcmp(image_str(img, img->instruments[i].id), text, n) == 0) {
            say_quoted(s, img, img->instruments[i].title);
            return;
        }
    say_str(s, img, name);
}

static void say_it(struct say *s, const struct row *row, bool named)
{
    if (named)
        say_str(s, row_image(row), row_image(row)->clauses[row->clause].id);
    else
        say_text(s, "it");
}

static void say_of(struct say *s, const char *what, const struct row *row, bool named)
{
    say_text(s, what);
    if (!named)
        return;
    say_text(s, " of ");
    say_it(s, row, named);
}

/* What comes on an unknown day, and what it does then: "it" "started". `named`: the clause has not
 * been spoken of. */
static const char *say_what_comes(struct say *s, const struct row *row, str_id name, bool named)
{
    const char *text = image_str(row_image(row), name);
    const struct act_row *act = act_of_unknown(row, text);
    if (act == NULL) {
        say_instrument_of(s, row, name);
        return "taken effect";
    }
    if (strstr(strchr(text, '#'), ".until") != NULL) {
        say_of(s, named ? "the end" : "its end", row, named);
        return "come";
    }
    switch ((enum act_type)act->type) {
    case ACT_ESTABLISH:
        say_it(s, row, named);
        return act->number == 1 ? "started" : "started again";
    case ACT_TERMINATE:
        say_it(s, row, named);
        return "been terminated";
    case ACT_OVERRIDE:
        say_of(s, "the override", row, named);
        return "begun";
    case ACT_SUSPEND:
        say_of(s, "the suspension", row, named);
        return "begun";
    case ACT_AMEND:
    case ACT_RESTATE:
    case ACT_REAFFIRM:
    case ACT_SILENT:
    case ACT_COUNT:
        break;
    }
    say_quoted(s, row_image(row), row_image(row)->instruments[act->instrument].title);
    return "taken effect";
}

/* The name for --assume stands with the other unknowns, behind the last clause. */
static void say_day_condition(struct say *s, const struct row *row, const struct condition *c,
                              bool by, bool named, bool again)
{
    const char *done = say_what_comes(s, row, c->unknown.name, named);
    say_text(s, by ? " has " : " has not ");
    say_text(s, done);
    say_by_day(s, row, " by ", again);
}

void say_condition(struct say *s, const struct row *row, const struct condition *c, bool by)
{
    if (c->unknown.is_event)
        say_event_condition(s, row, c, by, false);
    else
        say_day_condition(s, row, c, by, false, false);
}

/* The clause in front of the name of an unknown day; that of the row if there is none. */
static uint32_t clause_of_unknown(const struct row *row, str_id name)
{
    const struct image *img = row_image(row);
    const struct span clauses = img->agreements[row->setting->agreement].clauses;
    const char *text = image_str(img, name);
    const char *mark = strchr(text, '#');
    const size_t n = mark != NULL ? (size_t)(mark - text) : 0;
    for (uint32_t i = clauses.first; n != 0 && i < clauses.first + clauses.n; i++)
        if (image_str_len(img, img->clauses[i].id) == n &&
            memcmp(image_str(img, img->clauses[i].id), text, n) == 0)
            return i;
    return row->clause;
}

static void say_condition_named(struct say *s, const struct row *row, const struct condition *c,
                                bool again)
{
    struct row of = *row;
    if (c->unknown.is_event) {
        say_event_condition(s, row, c, c->by, again);
        return;
    }
    of.clause = clause_of_unknown(row, c->unknown.name);
    say_day_condition(s, &of, c, c->by, true, again);
}

void say_conditions_named(struct say *s, const struct row *row, const struct condition *when,
                          uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        say_join(s, i, n, "and");
        say_condition_named(s, row, &when[i], i > 0);
    }
}

/* ---- one sentence ---- */

static bool stands_in_force(const struct answer_case *c)
{
    return c->status == STATUS_IN_FORCE;
}

/* "In force unless …": `yes` in force, `no` not; the condition is that of `no`, said as it is
 * there. */
static void say_unless(struct say *s, const struct row *row, const struct answer_case *yes,
                       const struct answer_case *no)
{
    const struct condition *c = &no->when[0];
    const bool only_if = !c->by; /* the day has to come for it to be in force */
    say_text(s, of_period(row) ? "On each day: in force " : "In force ");
    say_text(s, only_if ? "only if " : "unless ");
    say_condition(s, row, only_if ? &yes->when[0] : c, true);
    if (no->status == STATUS_SUSPENDED)
        say_text(s, ", else suspended");
    say_text(s, ".");
}

bool cases_are_short(const struct row *row)
{
    return row->n_cases == 2 && row->cases[0].n_when == 1 && row->cases[1].n_when == 1 &&
           stands_in_force(&row->cases[0]) != stands_in_force(&row->cases[1]);
}

void say_short_cases(struct say *s, const struct row *row)
{
    const int yes = stands_in_force(&row->cases[0]) ? 0 : 1;
    say_unless(s, row, &row->cases[yes], &row->cases[1 - yes]);
}

/* ---- a line each ---- */

static bool is_common_term(const struct row *row, uint32_t term)
{
    const struct image *img = row_image(row);
    for (uint32_t i = 0; i < row->fields.n_terms; i++) {
        const uint32_t t = row->fields.terms[i];
        if (img->terms[t].name == img->terms[term].name)
            return terms_equal(img, t, term, row->setting->known);
    }
    return false;
}

void say_own_terms(struct say *s, const struct row *row, const struct answer_case *c)
{
    const struct image *img = row_image(row);
    bool any = false;
    for (uint32_t i = 0; i < c->n_terms; i++) {
        if (is_common_term(row, c->terms[i]))
            continue;
        say_text(s, any ? "; " : ", with ");
        any = true;
        say_str(s, img, img->terms[c->terms[i]].name);
        say_text(s, ": ");
        say_value(s, img, c->terms[i], row->setting->known);
    }
}

static str_id case_summary(const struct answer_case *c)
{
    return (c->differs & FIELD_BIT(FIELD_SUMMARY)) != 0 ? 0 : c->summary;
}

static bool is_negation(const struct condition *a, const struct condition *b)
{
    return a->unknown.is_event == b->unknown.is_event && a->unknown.index == b->unknown.index &&
           a->plus.count == b->plus.count && a->plus.unit == b->plus.unit && a->by != b->by;
}

/* Do the first n + 1 cases read "if A", "if not, but B", "if not, but C"? Then the last condition
 * of case n is all that has to be said of it. */
static bool is_chain(const struct row *row, uint32_t n)
{
    for (uint32_t i = 0; i <= n; i++) {
        const struct answer_case *c = &row->cases[i];
        if (c->n_when != i + 1)
            return false;
        for (uint32_t k = 0; k < i; k++)
            if (!is_negation(&c->when[k], &row->cases[k].when[k]))
                return false;
    }
    return true;
}

/* The last case is what the others leave. */
static void say_when_case(struct say *s, const struct row *row, uint32_t n)
{
    const struct answer_case *c = &row->cases[n];
    uint32_t first = 0;
    if (n + 1 == row->n_cases && n > 0) {
        say_text(s, "otherwise");
        return;
    }
    if (n > 0 && is_chain(row, n)) {
        first = n;
        say_text(s, "if not, but ");
    } else {
        say_text(s, "if ");
    }
    for (uint32_t i = first; i < c->n_when; i++) {
        say_join(s, i - first, c->n_when - first, "and");
        say_condition(s, row, &c->when[i], c->when[i].by);
    }
}

static void say_case(struct say *s, const struct row *row, uint32_t n)
{
    const struct answer_case *c = &row->cases[n];
    say_text(s, "- ");
    say_when_case(s, row, n);
    say_text(s, ": ");
    say_text(s, c->status == STATUS_NOT_YET ? "not yet in force" : status_words(c->status));
    say_own_terms(s, row, c);
    say_stop(s);
    if (row_differs(row, FIELD_SUMMARY) && c->status == STATUS_IN_FORCE && case_summary(c) != 0) {
        say_text(s, " ");
        say_str(s, row_image(row), c->summary);
        say_stop(s);
    }
}

void say_cases(struct say *s, const struct row *row, size_t indent)
{
    for (uint32_t i = 0; i < row->n_cases; i++) {
        say_case(s, row, i);
        say_end(s, indent, indent + 2);
    }
}
