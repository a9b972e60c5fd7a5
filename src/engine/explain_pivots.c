/* Pivots: for each event or unknown day of the known acts, and each open event that is tied to one
 * of these by `requires`, the days at which assuming it a day later gives another answer.
 *
 * The answer under "it comes on d" can only change, as d goes on, where d passes a threshold of the
 * asked day, its own or that of an event which requires it or is required by it, or an end of such
 * an event's window. So these are asked, and the days behind them. An event that no act names is
 * only asked within its window, of what the record leaves open. */
#include "explain_parts.h"

#include <string.h>

struct pivots {
    struct clause_view *v;
    day_t day;
    struct day_list days; /* to be asked of each unknown */
    struct ties ties;     /* named: the events of the known acts */
    struct pivot *list;
    uint32_t n, cap;
    struct arena scratch; /* of one answer that is not kept */
};

/* H: through that day the record knows that the event has not come. */
static day_t not_through(const struct clause_view *v, uint32_t event)
{
    const struct event_row *e = &v->img->events[event];
    const day_t record = v->img->agreements[v->setting->agreement].complete_through;
    day_t h = v->setting->known < record ? v->setting->known : record;
    return e->ruled_out_through != DAY_NONE && e->ruled_out_through < h ? e->ruled_out_through : h;
}

static void add_edges(struct pivots *p, uint32_t event)
{
    const struct clause_view *v = p->v;
    const uint32_t first = v->img->agreements[v->setting->agreement].events.first;
    const struct domain window = v->setting->events[event - first];
    const day_t edges[] = {window.first, window.last, not_through(v, event)};
    for (size_t k = 0; k < sizeof edges / sizeof *edges; k++) {
        day_list_add(&p->days, edges[k], v->arena);
        day_list_add(&p->days, edges[k] - 1, v->arena);
    }
}

static bool find_days(struct pivots *p)
{
    const struct clause_view *v = p->v;
    const struct span events = v->img->agreements[v->setting->agreement].events;
    if (!ties_init(&p->ties, v))
        return false;
    for (uint32_t i = 0; i < v->n_locals; i++)
        if (v->locals[i].ref.is_event)
            ties_name(&p->ties, v->locals[i].ref.index);
    add_thresholds(v, p->day, false, &p->days);
    for (uint32_t e = events.first; e < events.first + events.n; e++)
        if (ties_to_named(&p->ties, e))
            add_edges(p, e);
    day_list_sort(&p->days);
    return true;
}

static bool speaks_of(const struct assumption *m, const char *name, size_t n)
{
    return m->name_n == n && memcmp(m->name, name, n) == 0;
}

/* The question with one assumption more, in place of what it says of the same name. */
static struct question *assuming(const struct clause_view *v, const struct local *l, day_t d,
                                 struct arena *a)
{
    const struct question *old = v->setting->question;
    struct question *q = ARENA_NEW(a, struct question);
    struct assumption *all = ARENA_ARRAY(a, old->n_assumptions + 1, struct assumption);
    const char *name = image_str(v->img, l->ref.name);
    const size_t n = image_str_len(v->img, l->ref.name);
    if (!q || !all)
        return NULL;
    *q = *old;
    q->assumptions = all;
    q->n_assumptions = 0;
    q->known = v->setting->known;
    for (size_t i = 0; i < old->n_assumptions; i++)
        if (!speaks_of(&old->assumptions[i], name, n))
            all[q->n_assumptions++] = old->assumptions[i];
    all[q->n_assumptions++] =
        (struct assumption){.name = name, .name_n = n, .first = d, .last = d, .text = name};
    return q;
}

static bool answer_assuming(const struct pivots *p, const struct local *l, day_t d, struct arena *a,
                            const struct row **ret)
{
    const struct question *q = assuming(p->v, l, d, a);
    return q && answer_under(p->v, q, p->day, a, ret);
}

/* The offset by which the unknown flips on that day; none if it is not one of its own thresholds.
 */
static struct offset offset_on(const struct pivots *p, const struct local *l, day_t d)
{
    for (uint32_t i = 0; i < l->n_offsets; i++)
        if (day_latest_reaching(p->day, l->offsets[i]) == d)
            return l->offsets[i];
    return (struct offset){0};
}

static struct pivot *add(struct pivots *p)
{
    if (p->n == p->cap) {
        const uint32_t cap = p->cap == 0 ? 4 : p->cap * 2;
        struct pivot *more = ARENA_ARRAY(p->v->arena, cap, struct pivot);
        if (!more)
            return NULL;
        if (p->n > 0)
            memcpy(more, p->list, p->n * sizeof *more);
        p->list = more;
        p->cap = cap;
    }
    return &p->list[p->n++];
}

/* Does the answer flip between d and the day after it? Where no course fits one of them, it cannot
 * be said. */
static bool try_day(struct pivots *p, const struct local *l, day_t d)
{
    const struct row *by = NULL, *later = NULL;
    bool differ = false;
    arena_clear(&p->scratch);
    if (d == DAY_MAX)
        return true;
    if (!answer_assuming(p, l, d, &p->scratch, &by) ||
        !answer_assuming(p, l, d + 1, &p->scratch, &later))
        return false;
    if (!by || !later)
        return true;
    if (!rows_differ(by, later, &p->scratch, &differ))
        return false;
    struct pivot *to = differ ? add(p) : NULL;
    if (!to)
        return !differ;
    *to = (struct pivot){.unknown = l->ref, .plus = offset_on(p, l, d), .day = d};
    to->possible = l->domain.first <= d && d < l->domain.last;
    return answer_assuming(p, l, d, p->v->arena, &to->by) &&
           answer_assuming(p, l, d + 1, p->v->arena, &to->later);
}

static bool try_local(struct pivots *p, const struct local *l)
{
    for (uint32_t k = 0; k < p->days.n; k++)
        if (!try_day(p, l, p->days.items[k]))
            return false;
    return true;
}

static bool is_local(const struct clause_view *v, uint32_t event)
{
    for (uint32_t i = 0; i < v->n_locals; i++)
        if (v->locals[i].ref.is_event && v->locals[i].ref.index == event)
            return true;
    return false;
}

/* An event that no known act names. */
static bool try_tied(struct pivots *p, uint32_t event)
{
    const struct clause_view *v = p->v;
    const struct agreement_row *g = &v->img->agreements[v->setting->agreement];
    const struct local l = {
        .ref = {.is_event = true, .index = event, .name = v->img->events[event].id},
        .domain = v->setting->events[event - g->events.first],
    };
    for (uint32_t k = 0; k < p->days.n; k++) {
        const day_t d = p->days.items[k];
        if (l.domain.first <= d && d < l.domain.last && !try_day(p, &l, d))
            return false;
    }
    return true;
}

static bool try_all_tied(struct pivots *p)
{
    const struct clause_view *v = p->v;
    const struct span events = v->img->agreements[v->setting->agreement].events;
    for (uint32_t e = events.first; e < events.first + events.n; e++)
        if (ties_to_named(&p->ties, e) && !is_local(v, e) && !try_tied(p, e))
            return false;
    return true;
}

bool explain_pivots(struct clause_view *v, day_t day, const struct pivot **ret, uint32_t *ret_n)
{
    struct pivots p = {.v = v, .day = day};
    arena_init(&p.scratch);
    bool good = find_days(&p);
    for (uint32_t i = 0; i < v->n_locals && good; i++)
        good = try_local(&p, &v->locals[i]);
    good = good && try_all_tied(&p);
    arena_done(&p.scratch);
    *ret = p.list;
    *ret_n = p.n;
    return good && !v->arena->failed;
}
