/* Reading a question: every text of it becomes days, names and comparisons, or a complaint. */
#include "asked.h"

#include <stdlib.h>
#include <string.h>

struct reader {
    const struct pact_question *from;
    struct arena *arena;
    struct asked *to;
    struct diags *diags;
    day_t today; /* DAY_NONE: not asked for yet */
    bool bad;
};

static void refuse(struct reader *r, const char *what, const char *text, const char *fault)
{
    complain(r->diags, DIAG_USAGE, NULL, "%s '%s': %s", what, text, fault);
    r->bad = true;
}

/* ---- days ---- */

static void read_pinned_today(struct reader *r)
{
    const char *text = r->from->today;
    if (text == NULL)
        return;
    const char *fault = NULL;
    switch (day_parse(text, strlen(text), &r->today)) {
    case DATE_FAULT_NONE:
        return;
    case DATE_FAULT_FORM:
        fault = "not a day: write it in full, as in 2031-01-31";
        break;
    case DATE_FAULT_NO_DAY:
        fault = "there is no such day";
        break;
    }
    refuse(r, "today", text, fault);
    /* Whatever is relative to it is not to be complained of as well. */
    r->today = DAY_MIN;
}

static day_t today(struct reader *r)
{
    if (r->today == DAY_NONE)
        r->today = day_today();
    return r->today;
}

struct asked_span {
    day_t first, last;
    bool period;
};

/* A day, or where `periods` says so a period. False after a complaint. */
static bool read_span(struct reader *r, const char *what, const char *text, bool periods,
                      struct asked_span *ret)
{
    const char *fault = NULL;
    bool used = false;
    if (text[0] == '\0') {
        refuse(r, what, text, "empty: write a day, such as 2031-01-31");
        return false;
    }
    const day_t now = strstr(text, "today") != NULL ? today(r) : DAY_NONE;
    if (!date_span_parse(text, strlen(text), now, periods, &ret->first, &ret->last, &ret->period,
                         &used, &fault)) {
        refuse(r, what, text, fault);
        return false;
    }
    if (used)
        r->to->today = r->today;
    return true;
}

static void read_date(struct reader *r)
{
    struct question *q = &r->to->question;
    struct asked_span span = {DAY_NONE, DAY_NONE, false};
    if (r->from->date != NULL) {
        if (!read_span(r, "date", r->from->date, true, &span))
            return;
    } else {
        span.first = span.last = today(r);
        r->to->today = r->today;
        r->to->date_defaulted = true;
        if (span.first == DAY_NONE) {
            complain(r->diags, DIAG_USAGE, "say which day you mean with --date",
                     "today is not known: the clock cannot be read");
            r->bad = true;
        }
    }
    q->first = span.first;
    q->last = span.last;
    q->period = span.period;
}

static day_t read_day(struct reader *r, const char *what, const char *text)
{
    struct asked_span span;
    if (text == NULL || !read_span(r, what, text, false, &span))
        return DAY_NONE;
    return span.first;
}

/* ---- assumptions ---- */

/* "AGREEMENT/NAME": the slash of an unknown day's name ("ip.license#2.until/1") comes after a dot,
 * which ids of agreements do not have. */
static void split_agreement(const char *text, size_t n, struct assumption *to)
{
    const char *slash = memchr(text, '/', n);
    to->name = text;
    to->name_n = n;
    if (slash == NULL || memchr(text, '.', (size_t)(slash - text)) != NULL)
        return;
    to->agreement = text;
    to->agreement_n = (size_t)(slash - text);
    to->name = slash + 1;
    to->name_n = n - to->agreement_n - 1;
}

/* One assumption; false where it is '*=never' or wrong, so that there is nothing to keep. */
static bool read_assumption(struct reader *r, const char *text, struct assumption *to)
{
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals == text) {
        refuse(r, "assumption", text, "write NAME=DAY, NAME=FIRST..LAST or NAME=never");
        return false;
    }
    const bool never = strcmp(equals + 1, "never") == 0;
    *to = (struct assumption){.text = text, .first = DAY_NEVER, .last = DAY_NEVER};
    split_agreement(text, (size_t)(equals - text), to);
    if (to->name_n == 1 && to->name[0] == '*') {
        if (never && to->agreement == NULL)
            r->to->question.others_never = true;
        else
            refuse(r, "assumption", text, "only '*=never' is said of all events");
        return false;
    }
    if (never)
        return true;
    struct asked_span span;
    if (!read_span(r, "assumption", equals + 1, true, &span))
        return false;
    to->first = span.first;
    to->last = span.last;
    return true;
}

static int compare_parts(const char *a, size_t an, const char *b, size_t bn)
{
    const size_t n = an < bn ? an : bn;
    const int c = n > 0 ? memcmp(a, b, n) : 0;
    return c != 0 ? c : (an > bn) - (an < bn);
}

static int by_name(const void *x, const void *y)
{
    const struct assumption *a = x;
    const struct assumption *b = y;
    const int c = compare_parts(a->agreement, a->agreement_n, b->agreement, b->agreement_n);
    return c != 0 ? c : compare_parts(a->name, a->name_n, b->name, b->name_n);
}

/* Sorted by name, so that the same assumptions in another order are the same question. */
static void read_assumptions(struct reader *r)
{
    const size_t n = r->from->n_assume;
    struct assumption *all = ARENA_ARRAY(r->arena, n, struct assumption);
    size_t kept = 0;
    for (size_t i = 0; i < n && all != NULL; i++)
        kept += read_assumption(r, r->from->assume[i], &all[kept]);
    if (kept > 1)
        qsort(all, kept, sizeof *all, by_name);
    for (size_t i = 1; i < kept; i++)
        if (by_name(&all[i - 1], &all[i]) == 0)
            refuse(r, "assumption", all[i].text, "there is another one for the same name");
    r->to->question.assumptions = all;
    r->to->question.n_assumptions = kept;
}

/* ---- filters ---- */

static enum clause_kind read_kind(struct reader *r, const char *text)
{
    if (text == NULL)
        return KIND_NONE;
    struct suggest s;
    suggest_init(&s, text, strlen(text));
    for (int k = KIND_NONE + 1; k < KIND_COUNT; k++) {
        const char *name = clause_kind_name((enum clause_kind)k);
        if (strcmp(name, text) == 0)
            return (enum clause_kind)k;
        suggest_offer(&s, name, strlen(name));
    }
    const char *hint = did_you_mean(r->diags, &s);
    complain(r->diags, DIAG_USAGE,
             hint != NULL ? hint
                          : "kinds are right, obligation, permission, prohibition, exclusivity, "
                            "definition, process, limit and fact",
             "there is no kind '%s'", text);
    r->bad = true;
    return KIND_NONE;
}

static void read_filter(struct reader *r)
{
    struct filter *to = &r->to->filter;
    const size_t n = r->from->n_where;
    struct comparison *where = ARENA_ARRAY(r->arena, n, struct comparison);
    for (size_t i = 0; i < n && where != NULL; i++) {
        const char *text = r->from->where[i];
        const char *fault = NULL;
        if (!comparison_parse(text, strlen(text), &where[i], &fault))
            refuse(r, "condition", text, fault);
    }
    *to = (struct filter){
        .party = r->from->party,
        .holder = r->from->holder,
        .obligor = r->from->obligor,
        .kind = read_kind(r, r->from->kind),
        .where = where,
        .n_where = n,
        .all = r->from->all,
    };
}

enum status asked_read(const struct pact_question *from, struct arena *a, struct asked *ret,
                       struct diags *d)
{
    *ret = (struct asked){.today = DAY_NONE};
    struct reader r = {.from = from, .arena = a, .to = ret, .diags = d, .today = DAY_NONE};
    read_pinned_today(&r);
    read_date(&r);
    ret->question.known = read_day(&r, "known", from->known);
    ret->known_defaulted = from->known == NULL;
    ret->question.signed_on = read_day(&r, "signed", from->signed_on);
    read_assumptions(&r);
    read_filter(&r);
    if (a->failed)
        return ST_NOMEM;
    return r.bad ? ST_USAGE : ST_OK;
}

enum pact_status pact_question_check(const struct pact_question *question, struct pact_diags *diags)
{
    struct arena a;
    struct asked unused;
    arena_init(&a);
    enum pact_status status = api_status(asked_read(question, &a, &unused, &diags->d), &diags->d);
    arena_done(&a);
    return status;
}
