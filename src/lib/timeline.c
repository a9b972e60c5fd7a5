/* Timelines: a question over a span of days, drawn or as rows. */
#include "ask.h"
#include "beliefs_of.h"
#include "picture_of.h"
#include "timeline_span.h"

#define DRAWN (FORMAT_BIT(TEXT) | FORMAT_BIT(SVG) | FORMAT_BIT(HTML) | FORMAT_BIT(MERMAID))

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

/* The span goes into the question, whose own day is the one to be marked. */
static enum status set_span(struct asker *k, const struct pact_chart *chart, day_t *asked,
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
    if (!span_read(k, chart, &first, &last, d))
        return ST_USAGE;
    if (first == DAY_NONE || last == DAY_NONE) {
        struct reach reach;
        const enum status status = find_reach(k, &reach);
        if (status != ST_OK)
            return status;
        span_choose(&reach, *asked, &first, &last);
    }
    if (!span_check(first, last, d))
        return ST_USAGE;
    q->first = first;
    q->last = last;
    q->period = true;
    return ST_OK;
}

static enum status over_days(struct asker *k, const struct pact_chart *chart,
                             const struct style *style, struct writer *w, size_t *ret_rows,
                             struct diags *d)
{
    struct pact_outcome outcome = {0};
    day_t asked = DAY_NONE;
    enum status status = set_span(k, chart, &asked, d);
    k->asked.filter.all = true;
    k->head.schema = "pact.timeline/1";
    if (status == ST_OK && (1U << style->format & DRAWN))
        return picture_write(k, style, asked, w, ret_rows);
    if (status == ST_OK)
        status = ask_answer(k, style, w, &outcome, d);
    *ret_rows = outcome.results;
    return status;
}

static enum status check_format(const struct pact_chart *chart, const struct pact_output *out,
                                struct diags *d)
{
    static const unsigned over_known = FORMATS_COMMON | FORMAT_BIT(SVG) | FORMAT_BIT(MERMAID);
    switch (chart->axis) {
    case PACT_OVER_DAYS:
        return format_check(out, FORMATS_COMMON | DRAWN, "a timeline", d);
    case PACT_OVER_KNOWN:
        return format_check(out, over_known, "a timeline over knowledge", d);
    case PACT_OVER_BOTH:
        break;
    }
    return format_check(out, FORMATS_COMMON | FORMAT_BIT(SVG), "the plane of a clause", d);
}

static enum status timeline(struct asker *k, const struct pact_question *question,
                            const struct pact_chart *chart, const struct pact_output *out,
                            struct pact_outcome *ret, struct diags *d)
{
    const struct style style = style_of(&out->style);
    struct writer w;
    size_t rows = 0;
    writer_init(&w, out);
    enum status status = check_format(chart, out, d);
    if (status == ST_OK)
        status = ask_prepare(k, question, d);
    if (status == ST_OK)
        status = chart->axis == PACT_OVER_DAYS ? over_days(k, chart, &style, &w, &rows, d)
                                               : beliefs_write(k, chart, &style, &w, &rows, d);
    status = writer_end(&w, status, d);
    *ret = (struct pact_outcome){.exit_code = PACT_EXIT_YES,
                                 .results = rows,
                                 .known_after_record = k->head.known_after_record};
    return status;
}

enum pact_status pact_timeline(const struct pact_corpus *corpus,
                               const struct pact_question *question, const struct pact_chart *chart,
                               const struct pact_output *out, struct pact_outcome *ret_outcome,
                               struct pact_diags *diags)
{
    struct asker k;
    struct pact_outcome outcome = {0};
    enum status status = ST_NOMEM;
    if (asker_init(&k, corpus))
        status = timeline(&k, question, chart, out, &outcome, &diags->d);
    asker_done(&k);
    if (status == ST_OK)
        *ret_outcome = outcome;
    return api_status(status, &diags->d);
}
