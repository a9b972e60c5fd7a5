/* Timelines: a question over a span of days, drawn or as rows. */
#include <string.h>

#include "ask.h"
#include "picture_of.h"

#define DRAWN (FORMAT_BIT(TEXT) | FORMAT_BIT(SVG) | FORMAT_BIT(HTML) | FORMAT_BIT(MERMAID))

/* One end of the span as given; left alone if it is not. */
static bool read_end(const char *what, const char *text, day_t today, bool last, day_t *ret,
                     struct diags *d)
{
    const char *fault = NULL;
    day_t first_day, last_day;
    bool period, used_today = false;
    if (text == NULL)
        return true;
    if (!date_span_parse(text, strlen(text), today, true, &first_day, &last_day, &period,
                         &used_today, &fault)) {
        complain(d, DIAG_USAGE, NULL, "%s '%s': %s", what, text, fault);
        return false;
    }
    *ret = last ? last_day : first_day;
    return true;
}

/* The first day on which something applies or may, and the last on which an answer changes. */
struct reach {
    day_t first, last; /* DAY_NONE: none */
};

static void reach_row(struct reach *r, const struct row *row)
{
    if (row->from == DAY_NONE)
        return;
    if (row->status != STATUS_NOT_YET && (r->first == DAY_NONE || row->from < r->first))
        r->first = row->from;
    if (r->last == DAY_NONE || row->from > r->last)
        r->last = row->from;
}

static enum status find_reach(struct asker *k, struct reach *ret)
{
    struct question *q = &k->asked.question;
    *ret = (struct reach){DAY_NONE, DAY_NONE};
    q->first = DAY_MIN;
    q->last = DAY_MAX;
    for (size_t i = 0; i < k->selection.ranges.n; i++) {
        const struct range *r = selection_at(&k->selection, i);
        for (uint32_t c = 0; c < r->clauses.n; c++) {
            const struct row *rows = NULL;
            size_t n = 0;
            const enum status status = ask_clause(k, r, r->clauses.first + c, &rows, &n);
            if (status != ST_OK)
                return status;
            for (size_t x = 0; x < n; x++)
                reach_row(ret, &rows[x]);
        }
    }
    return ST_OK;
}

/* What was not given: whole years, from the first that has something to one behind the last
 * change, with the day that is marked inside. */
static enum status choose_span(struct asker *k, day_t asked, day_t *first, day_t *last)
{
    struct reach reach;
    const enum status status = find_reach(k, &reach);
    if (status != ST_OK)
        return status;
    day_t low = reach.first != DAY_NONE && reach.first < asked ? reach.first : asked;
    day_t high = reach.last != DAY_NONE && reach.last > asked ? reach.last : asked;
    if (*last != DAY_NONE && low > *last)
        low = *last;
    if (*first != DAY_NONE && high < *first)
        high = *first;
    const int year = day_to_ymd(high).year;
    if (*first == DAY_NONE)
        *first = day_from_ymd(day_to_ymd(low).year, 1, 1);
    if (*last == DAY_NONE)
        *last = day_from_ymd(year < 9999 ? year + 1 : year, 12, 31);
    return ST_OK;
}

/* The span goes into the question, whose own day is the one to be marked. */
static enum status set_span(struct asker *k, const char *from, const char *through, day_t *asked,
                            struct diags *d)
{
    struct question *q = &k->asked.question;
    day_t first = DAY_NONE, last = DAY_NONE;
    if (q->period) {
        complain(d, DIAG_USAGE, "--from and --through say what is drawn",
                 "a timeline marks one day, not the period '%s'", k->from->date);
        return ST_USAGE;
    }
    *asked = q->first;
    const day_t today = k->asked.today != DAY_NONE ? k->asked.today : q->first;
    bool good = read_end("from", from, today, false, &first, d);
    good = read_end("through", through, today, true, &last, d) && good;
    if (!good)
        return ST_USAGE;
    if (first == DAY_NONE || last == DAY_NONE) {
        const enum status status = choose_span(k, *asked, &first, &last);
        if (status != ST_OK)
            return status;
    }
    if (first >= last) {
        complain(d, DIAG_USAGE, NULL, "the timeline ends before it has begun");
        return ST_USAGE;
    }
    q->first = first;
    q->last = last;
    q->period = true;
    return ST_OK;
}

static enum status timeline(struct asker *k, const struct pact_question *question, const char *from,
                            const char *through, const struct pact_output *out,
                            struct pact_outcome *ret, struct diags *d)
{
    const struct style style = style_of(&out->style);
    struct writer w;
    day_t asked = DAY_NONE;
    size_t rows = 0;
    writer_init(&w, out);
    enum status status = format_check(out, FORMATS_COMMON | DRAWN, "a timeline", d);
    if (status == ST_OK)
        status = ask_prepare(k, question, d);
    if (status == ST_OK)
        status = set_span(k, from, through, &asked, d);
    k->asked.filter.all = true;
    k->head.schema = "pact.timeline/1";
    if (status == ST_OK && (1U << style.format & DRAWN))
        status = picture_write(k, &style, asked, &w, &rows);
    else if (status == ST_OK)
        status = ask_answer(k, &style, &w, ret);
    status = writer_end(&w, status, d);
    *ret = (struct pact_outcome){.exit_code = PACT_EXIT_YES,
                                 .results = rows > 0 ? rows : ret->results,
                                 .known_after_record = k->head.known_after_record};
    return status;
}

enum pact_status pact_timeline(const struct pact_corpus *corpus,
                               const struct pact_question *question, const char *from,
                               const char *through, const struct pact_output *out,
                               struct pact_outcome *ret_outcome, struct pact_diags *diags)
{
    struct asker k;
    struct pact_outcome outcome = {0};
    enum status status = ST_NOMEM;
    if (asker_init(&k, corpus))
        status = timeline(&k, question, from, through, out, &outcome, &diags->d);
    asker_done(&k);
    if (status == ST_OK)
        *ret_outcome = outcome;
    return api_status(status, &diags->d);
}
