/* Warnings about an agreement as a whole. */
#include "history.h"
#include "order.h"

#define SILENT_WORK 20000000U /* clauses looked at for all instruments: bounds the time */

/* ---- contracts and amendments that say nothing of clauses in force on their day ---- */

static int by_day(const void *ctx, uint32_t a, uint32_t b)
{
    const struct contract *c = ctx;
    return (c[a].day > c[b].day) - (c[a].day < c[b].day);
}

bool silent_start(struct history *h)
{
    struct span s = VEC_AT(&h->l->b->agreements, struct agreement_row, h->agreement)->instruments;
    h->contracts.n = 0;
    h->silent_work = SILENT_WORK;
    for (uint32_t i = s.first; i < s.first + s.n; i++) {
        const struct instrument_row *row = &instrument_at(h->l, i)->row;
        if ((row->kind != INSTRUMENT_CONTRACT && row->kind != INSTRUMENT_AMENDMENT) ||
            !row->signed_first)
            continue;
        struct contract *c = vec_add(&h->contracts);
        if (!c)
            return false;
        *c = (struct contract){.instrument = i, .day = row->signed_first};
    }
    uint32_t *order = order_new(h->contracts.n, by_day, h->contracts.data);
    if (!order)
        return false;
    order_gather(h->contracts.data, h->contracts.size, order, h->contracts.n);
    free(order);
    return true;
}

/* The first contract signed on that day or later. */
static size_t first_signed(const struct history *h, day_t day)
{
    size_t lo = 0, hi = h->contracts.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (VEC_AT(&h->contracts, struct contract, mid)->day < day)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static bool has_act_by(const struct history *h, uint32_t instrument)
{
    for (size_t i = 0; i < h->turns.n; i++)
        if (act_at(h->l, turn_at(h, i)->act)->instrument == instrument)
            return true;
    return false;
}

void silent_count(struct history *h, day_t first, day_t last, day_t from, day_t end)
{
    if (first < from)
        first = from;
    if (last >= end)
        last = end - 1;
    for (size_t i = first_signed(h, first); i < h->contracts.n && h->silent_work > 0; i++) {
        struct contract *c = VEC_AT(&h->contracts, struct contract, i);
        if (c->day > last)
            break;
        uint32_t cost = (uint32_t)h->turns.n;
        h->silent_work -= h->silent_work < cost ? h->silent_work : cost;
        if (has_act_by(h, c->instrument))
            continue;
        if (c->silent++ == 0)
            c->example = h->clause;
    }
}

static void warn_silent(struct history *h)
{
    for (size_t i = 0; i < h->contracts.n; i++) {
        const struct contract *c = VEC_AT(&h->contracts, struct contract, i);
        const struct instrument_rec *t = instrument_at(h->l, c->instrument);
        if (c->silent == 0)
            continue;
        struct diag *g = report(
            h->l, DIAG_FORGOTTEN_SILENT, t->row.file, (struct spot){t->row.line, t->column},
            "'%s' has no act on %u clause%s in force on its day: '%s'%s",
            quote_id(h->l, t->row.id).text, c->silent, c->silent == 1 ? "" : "s",
            quote_id(h->l, clause_at(h->l, c->example)->id).text, c->silent == 1 ? "" : ", ...");
        hint(g, "give each an act, or name them under its `silent_on`");
    }
}

/* ---- instruments, sources, events ---- */

static void warn_instruments(struct history *h, const struct agreement_row *a)
{
    for (uint32_t i = a->instruments.first; i < a->instruments.first + a->instruments.n; i++) {
        const struct instrument_rec *t = instrument_at(h->l, i);
        if (t->row.known_day > a->complete_through && a->complete_through)
            hint(report(h->l, DIAG_ANNOUNCED_AFTER_RECORD, t->row.file, t->announced_at,
                        "'%s' is announced after the record date", quote_id(h->l, t->row.id).text),
                 "`complete_through` is the day through which the record is complete");
        if (t->inherited && sources_are_late(h->l, t->row.sources, t->row.known_day))
            hint(report(h->l, DIAG_LATE_SOURCES, t->row.file, t->announced_at,
                        "no source of '%s' is as old as its announcement",
                        quote_id(h->l, t->row.id).text),
                 "give the source that announced it, or a later `announced`");
    }
}

static void warn_unused(struct history *h, const struct agreement_row *a)
{
    for (uint32_t i = a->sources.first; i < a->sources.first + a->sources.n; i++) {
        const struct source_rec *s = VEC_AT(&h->l->sources, struct source_rec, i);
        if (!s->used)
            report(h->l, DIAG_UNUSED_SOURCE, s->row.file, (struct spot){s->row.line, s->column},
                   "nothing refers to the source '%s'", quote_id(h->l, s->row.id).text);
    }
    for (uint32_t i = a->events.first; i < a->events.first + a->events.n; i++) {
        const struct event_rec *e = VEC_AT(&h->l->events, struct event_rec, i);
        if (!e->used)
            report(h->l, DIAG_UNUSED_EVENT, e->row.file, (struct spot){e->row.line, e->column},
                   "nothing depends on the event '%s'", quote_id(h->l, e->row.id).text);
    }
}

void warn_agreement(struct history *h)
{
    const struct agreement_row *a =
        VEC_AT(&h->l->b->agreements, struct agreement_row, h->agreement);
    warn_instruments(h, a);
    warn_silent(h);
    warn_unused(h, a);
}
