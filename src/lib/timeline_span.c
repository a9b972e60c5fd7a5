/* See timeline_span.h. */
#include "timeline_span.h"

#include <string.h>

void reach_row(struct reach *r, const struct row *row)
{
    if (row->from == DAY_NONE)
        return;
    if (row->status != STATUS_NOT_YET && (r->first == DAY_NONE || row->from < r->first))
        r->first = row->from;
    if (r->last == DAY_NONE || row->from > r->last)
        r->last = row->from;
}

/* One end as given; left alone if it is not. */
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

bool span_read(const struct asker *k, const struct pact_chart *chart, day_t *ret_first,
               day_t *ret_last, struct diags *d)
{
    const day_t today = k->asked.today != DAY_NONE ? k->asked.today : k->asked.question.first;
    *ret_first = *ret_last = DAY_NONE;
    const bool good = read_end("from", chart->from, today, false, ret_first, d);
    return read_end("through", chart->through, today, true, ret_last, d) && good;
}

void span_choose(const struct reach *reach, day_t marked, day_t *first, day_t *last)
{
    day_t low = reach->first, high = reach->last;
    if (marked != DAY_NONE) {
        low = low != DAY_NONE && low < marked ? low : marked;
        high = high != DAY_NONE && high > marked ? high : marked;
    }
    if (low == DAY_NONE)
        low = high = *first != DAY_NONE ? *first : *last != DAY_NONE ? *last : DAY_MIN;
    if (*last != DAY_NONE && low > *last)
        low = *last;
    if (*first != DAY_NONE && high < *first)
        high = *first;
    const int year = day_to_ymd(high).year;
    if (*first == DAY_NONE)
        *first = day_from_ymd(day_to_ymd(low).year, 1, 1);
    if (*last == DAY_NONE)
        *last = day_from_ymd(year < 9999 ? year + 1 : year, 12, 31);
}

bool span_check(day_t first, day_t last, struct diags *d)
{
    if (first < last)
        return true;
    complain(d, DIAG_USAGE, NULL, "the timeline ends before it has begun");
    return false;
}
