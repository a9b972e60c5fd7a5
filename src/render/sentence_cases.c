/* What `depends` turns on. Two cases that differ by one condition make a sentence ("In force unless
 * agi-verified happens by 2031-01-01."); more make a line each. */
#include "sentence.h"

/* The day by which: the day asked, or, asked for a period, the day looked at. */
static void say_by_day(struct say *s, const struct row *row, const char *before, const char *period)
{
    if (row->setting->question->period) {
        say_text(s, period);
        return;
    }
    say_text(s, before);
    say_day(s, row->day);
}

static void say_event_condition(struct say *s, const struct row *row, const struct condition *c, bool by)
{
    say_str(s, row_image(row), c->unknown.name);
    say_text(s, by ? " happens" : " does not happen");
    if (c->plus.count == 0) {
        say_by_day(s, row, " by ", " by the day looked at");
        return;
    }
    say_text(s, " ");
    say_offset(s, c->plus);
    say_by_day(s, row, " or more before ", " or more before the day looked at");
}

static void say_day_condition(struct say *s, const struct row *row, const struct condition *c, bool by)
{
    say_str(s, row_image(row), c->unknown.name);
    if (by)
        say_by_day(s, row, " is on or before ", " has come by the day looked at");
    else
        say_by_day(s, row, " is after ", " has not come by the day looked at");
}

void say_condition(struct say *s, const struct row *row, const struct condition *c, bool by)
{
    if (c->unknown.is_event)
        say_event_condition(s, row, c, by);
    else
        say_day_condition(s, row, c, by);
}

/* ---- one sentence ---- */

static bool stands_in_force(const struct answer_case *c)
{
    return c->status == STATUS_IN_FORCE;
}

/* "In force unless …": `yes` in force, `no` not; the condition is that of `no`, said as it is there. */
static void say_unless(struct say *s, const struct row *row, const struct answer_case *yes,
                       const struct answer_case *no)
{
    const struct condition *c = &no->when[0];
    const bool only_if = !c->by; /* the day has to come for it to be in force */
    say_text(s, only_if ? "In force only if " : "In force unless ");
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

/* The terms of a case that not all cases share. */
static void say_own_terms(struct say *s, const struct row *row, const struct answer_case *c)
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

static void say_case(struct say *s, const struct row *row, const struct answer_case *c)
{
    const struct image *img = row_image(row);
    say_text(s, "- if ");
    for (uint32_t i = 0; i < c->n_when; i++) {
        say_join(s, i, c->n_when, "and");
        say_condition(s, row, &c->when[i], c->when[i].by);
    }
    say_text(s, ": ");
    say_text(s, status_words(c->status));
    say_own_terms(s, row, c);
    say_stop(s);
    if (row_differs(row, FIELD_SUMMARY) && c->status == STATUS_IN_FORCE && c->summary != 0 &&
        (c->differs & FIELD_BIT(FIELD_SUMMARY)) == 0) {
        say_text(s, " ");
        say_str(s, img, c->summary);
        say_stop(s);
    }
}

void say_cases(struct say *s, const struct row *row, size_t indent)
{
    for (uint32_t i = 0; i < row->n_cases; i++) {
        say_case(s, row, &row->cases[i]);
        say_end(s, indent, indent + 2);
    }
}
