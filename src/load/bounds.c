/* Bounds with their names resolved, and the days they can stand for. */
#include "history.h"

static struct bound_row *row_at(const struct loader *l, bound_ref ref)
{
    return VEC_AT(&l->b->bounds, struct bound_row, ref);
}

static void settle_event(const struct bound_site *s, bound_ref ref)
{
    struct loader *l = s->v->l;
    struct bound_row *row = row_at(l, ref);
    struct spot at = marks_at(&l->bound_at, ref, s->base_line);
    row->a = resolve_name(s->v, NAME_EVENT, s->agreement, row->a, s->file, at);
    if (row->a != IMAGE_NONE)
        VEC_AT(&l->events, struct event_rec, row->a)->used = true;
}

static void settle_unknown(const struct bound_site *s, bound_ref ref)
{
    struct loader *l = s->v->l;
    struct bound_row *row = row_at(l, ref);
    str_id name = s->name->failed ? 0 : intern_add(&l->strings, s->name->data, s->name->n);
    struct unknown_row *unknown = vec_add(&l->b->unknowns);
    if (!unknown || name == 0) {
        l->no_memory = true; /* the bound leads nowhere */
        return;
    }
    *unknown = (struct unknown_row){.name = name, .first = (day_t)row->a, .last = row->count};
    row->a = (uint32_t)(l->b->unknowns.n - 1);
    row->count = 0;
}

/* Members are named by their number: `ip.license#2.until/1`. Recursion ends with the depth of YAML.
 */
static void settle_members(const struct bound_site *s, bound_ref ref)
{
    struct span members = {row_at(s->v->l, ref)->a, row_at(s->v->l, ref)->b};
    size_t n = s->name->n;
    for (uint32_t i = 0; i < members.n; i++) {
        buf_printf(s->name, "/%u", i);
        if (s->name->failed) {
            s->v->l->no_memory = true;
            return;
        }
        bound_settle(s, members.first + i);
        s->name->n = n;
    }
}

void bound_settle(const struct bound_site *s, bound_ref ref)
{
    if (ref == IMAGE_NONE || BOUND_IS_PLAIN(ref))
        return;
    switch ((enum bound_kind)row_at(s->v->l, ref)->kind) {
    case BOUND_EVENT:
        settle_event(s, ref);
        break;
    case BOUND_UNKNOWN:
        settle_unknown(s, ref);
        break;
    case BOUND_FIRST_OF:
    case BOUND_LAST_OF:
        settle_members(s, ref);
        break;
    case BOUND_AFTER:
    case BOUND_DAY_MEMBER:
    case BOUND_UNDISCLOSED:
    case BOUND_UNSTATED:
    case BOUND_KIND_COUNT:
        break;
    }
}

/* ---- days ---- */

/* An event that has not occurred can do so from the day after the record on, or after the last day
 * on which somebody could have seen it. */
static day_t not_before(const struct loader *l, const struct event_rec *e)
{
    uint32_t a = VEC_AT(&l->docs, struct doc_rec, e->doc)->agreement;
    day_t record = VEC_AT(&l->b->agreements, struct agreement_row, a)->complete_through;
    day_t seen = e->row.ruled_out_through;
    return (seen && seen < record ? seen : record) + 1;
}

static struct days event_days(const struct loader *l, const struct bound_row *b)
{
    struct offset plus = {b->count, b->unit};
    struct days d = {DAY_MIN, DAY_NEVER};
    if (b->a == IMAGE_NONE)
        return d;
    const struct event_rec *e = VEC_AT(&l->events, struct event_rec, b->a);
    if (e->row.occurred_first)
        d = (struct days){e->row.occurred_first, e->row.occurred_last};
    else if (e->implied)
        d.last = e->implied;
    else
        d.first = not_before(l, e);
    if (b->count != 0) {
        d.first = day_plus(d.first, plus);
        d.last = day_plus(d.last, plus);
    }
    return d;
}

static struct days list_days(const struct loader *l, const struct bound_row *b)
{
    bool earliest = b->kind == BOUND_FIRST_OF;
    struct days all = {earliest ? DAY_NEVER : DAY_MIN, earliest ? DAY_NEVER : DAY_MIN};
    for (uint32_t i = 0; i < b->b; i++) {
        struct days one = bound_days(l, b->a + i);
        if (earliest ? one.first < all.first : one.first > all.first)
            all.first = one.first;
        if (earliest ? one.last < all.last : one.last > all.last)
            all.last = one.last;
    }
    return all;
}

struct days bound_days(const struct loader *l, bound_ref ref)
{
    if (ref == IMAGE_NONE)
        return (struct days){DAY_NEVER, DAY_NEVER};
    if (BOUND_IS_PLAIN(ref))
        return (struct days){BOUND_DAY(ref), BOUND_DAY(ref)};
    const struct bound_row *b = row_at(l, ref);
    switch ((enum bound_kind)b->kind) {
    case BOUND_EVENT:
        return event_days(l, b);
    case BOUND_UNKNOWN: {
        const struct unknown_row *u = VEC_AT(&l->b->unknowns, struct unknown_row, b->a);
        return (struct days){u->first, u->last};
    }
    case BOUND_AFTER:
        return (struct days){(day_t)b->b, (day_t)b->b};
    case BOUND_DAY_MEMBER:
        return (struct days){(day_t)b->a, (day_t)b->a};
    case BOUND_FIRST_OF:
    case BOUND_LAST_OF:
        return list_days(l, b);
    case BOUND_UNDISCLOSED:
    case BOUND_UNSTATED:
    case BOUND_KIND_COUNT:
        break;
    }
    return (struct days){DAY_NEVER, DAY_NEVER};
}

/* ---- instruments ---- */

static void name_place(struct history *h, str_id id, const char *key)
{
    const struct strings *s = &h->l->b->strings;
    buf_clear(&h->name);
    buf_put(&h->name, strings_get(s, id), strings_len(s, id));
    buf_puts(&h->name, key);
}

/* A month or year that stands for the start is an unknown day of that name. */
static bound_ref start_by(struct history *h, const struct instrument_rec *t, pdate date,
                          const char *key)
{
    struct loader *l = h->l;
    if (pdate_precision(date) == DATE_DAY)
        return BOUND_PLAIN | (uint32_t)pdate_first(date);
    struct bound_row *row = vec_add(&l->b->bounds);
    if (!row) {
        l->no_memory = true;
        return IMAGE_NONE;
    }
    *row = (struct bound_row){.kind = BOUND_UNKNOWN,
                              .a = (uint32_t)pdate_first(date),
                              .count = pdate_last(date),
                              .b = date};
    bound_ref ref = (bound_ref)(l->b->bounds.n - 1);
    name_place(h, t->row.id, key);
    struct bound_site site = {h->v, &h->name, h->agreement, t->row.file, t->row.line};
    bound_settle(&site, ref);
    return ref;
}

static void settle_instrument(struct history *h, struct instrument_rec *t)
{
    struct instrument_row *row = &t->row;
    pdate signed_on = row->signed_on ? row->signed_on : row->announced;
    if (row->announced)
        row->known_day = pdate_last(row->announced);
    if (signed_on) {
        row->signed_first = pdate_first(signed_on);
        row->signed_last = pdate_last(signed_on);
    }
    if (row->effective != IMAGE_NONE) {
        name_place(h, row->id, ".effective");
        struct bound_site site = {h->v, &h->name, h->agreement, row->file, row->line};
        bound_settle(&site, row->effective);
        row->starts = row->effective;
    } else if (signed_on) {
        row->starts = start_by(h, t, signed_on, row->signed_on ? ".signed" : ".announced");
    }
}

void instruments_settle(struct history *h)
{
    struct span s = VEC_AT(&h->l->b->agreements, struct agreement_row, h->agreement)->instruments;
    for (uint32_t i = s.first; i < s.first + s.n; i++)
        settle_instrument(h, instrument_at(h->l, i));
}
