/* Beliefs: the answer for one day as known on every day there is.
 *
 * As Y goes on it can only change where an act of the clause becomes known, a reported figure of
 * its terms, or the occurrence of an event; and where the day through which the record rules events
 * out passes a threshold of the asked day or an end of an event's window. So these days are asked,
 * and the days behind them, and neighbours with one answer become one stretch. Events count that
 * some act of the clause or an assumption names, and all that are tied to them by `requires`. */
#include "explain_parts.h"

struct beliefs {
    const struct clause_view *v;
    day_t day;
    struct day_list cuts;
    struct belief *list;
    uint32_t n;
};

static void cut_twice(struct beliefs *b, day_t d)
{
    if (d == DAY_NONE || d >= DAY_MAX)
        return;
    day_list_add(&b->cuts, d, b->v->arena);
    day_list_add(&b->cuts, d + 1, b->v->arena);
}

/* ---- what becomes known of the clause ---- */

static void cut_at_figures(struct beliefs *b, uint32_t first, uint32_t n)
{
    for (uint32_t i = first; i < first + n; i++) {
        const struct term_row *t = &b->v->img->terms[i];
        if (t->kind == VALUE_LIST || t->kind == VALUE_MAP)
            cut_at_figures(b, t->a, t->b);
        else if (t->kind == VALUE_REPORTED)
            day_list_add(&b->cuts, b->v->img->reported[t->a].known_day, b->v->arena);
    }
}

static void cut_at_acts(struct beliefs *b)
{
    const struct span acts = b->v->img->clauses[b->v->clause].acts;
    for (uint32_t i = acts.first; i < acts.first + acts.n; i++) {
        const struct act_row *a = &b->v->img->acts[i];
        day_list_add(&b->cuts, a->known_day, b->v->arena);
        cut_at_figures(b, a->terms, a->n_terms);
    }
}

/* ---- events ---- */

static void name_bound(const struct clause_view *v, bound_ref ref, struct ties *t)
{
    if (ref == IMAGE_NONE || BOUND_IS_PLAIN(ref))
        return;
    const struct bound_row *b = &v->img->bounds[ref];
    if (b->kind == BOUND_EVENT)
        ties_name(t, b->a);
    if (b->kind == BOUND_FIRST_OF || b->kind == BOUND_LAST_OF)
        for (uint32_t i = 0; i < b->b; i++)
            name_bound(v, b->a + i, t);
}

/* An assumption about any event may leave the whole agreement without a course. */
static void name_assumed(const struct clause_view *v, struct ties *t)
{
    const struct question *q = v->setting->question;
    for (size_t i = 0; i < q->n_assumptions; i++) {
        const struct assumption *m = &q->assumptions[i];
        const uint32_t e = image_find_event(v->img, v->setting->agreement, m->name, m->name_n);
        if (e != IMAGE_NONE)
            ties_name(t, e);
    }
}

static void cut_at_event(struct beliefs *b, const struct event_row *e)
{
    day_list_add(&b->cuts, e->known_day, b->v->arena);
    cut_twice(b, e->occurred_first);
    cut_twice(b, e->occurred_last);
    cut_twice(b, e->ruled_out_through);
}

static bool cut_at_events(struct beliefs *b)
{
    const struct clause_view *v = b->v;
    const struct agreement_row *g = &v->img->agreements[v->setting->agreement];
    const struct span acts = v->img->clauses[v->clause].acts;
    struct ties ties;
    if (!ties_init(&ties, v))
        return false;
    for (uint32_t i = acts.first; i < acts.first + acts.n; i++) {
        name_bound(v, v->img->acts[i].from, &ties);
        name_bound(v, v->img->acts[i].until, &ties);
    }
    name_assumed(v, &ties);
    for (uint32_t i = g->events.first; i < g->events.first + g->events.n; i++)
        if (ties_to_named(&ties, i))
            cut_at_event(b, &v->img->events[i]);
    cut_twice(b, g->complete_through);
    return true;
}

static bool find_cuts(struct beliefs *b)
{
    const struct question *q = b->v->setting->question;
    day_list_add(&b->cuts, DAY_MIN, b->v->arena);
    cut_at_acts(b);
    add_thresholds(b->v, b->day, true, &b->cuts);
    const uint32_t n = b->cuts.n;
    for (uint32_t i = 0; i < n; i++)
        cut_twice(b, b->cuts.items[i]);
    for (size_t i = 0; i < q->n_assumptions; i++) {
        cut_twice(b, q->assumptions[i].first - 1);
        cut_twice(b, q->assumptions[i].last);
    }
    if (!cut_at_events(b))
        return false;
    day_list_sort(&b->cuts);
    return !b->v->arena->failed;
}

/* ---- asking ---- */

static bool answer_known(const struct beliefs *b, day_t known, struct arena *a,
                         const struct row **ret)
{
    struct question *q = ARENA_NEW(a, struct question);
    if (!q)
        return false;
    *q = *b->v->setting->question;
    q->known = known;
    return answer_under(b->v, q, b->day, a, ret);
}

/* An answer that is the same as the one before it leaves no trace. */
static bool take_cut(struct beliefs *b, day_t known, struct arena *scratch)
{
    struct belief *last = b->n > 0 ? &b->list[b->n - 1] : NULL;
    const struct row *row = NULL;
    bool differ = true;
    arena_clear(scratch);
    if (!answer_known(b, known, scratch, &row) ||
        (last && !rows_differ(last->row, row, scratch, &differ)))
        return false;
    if (!differ)
        return true;
    if (last)
        last->last = known - 1;
    b->list[b->n] = (struct belief){.first = known, .last = DAY_MAX};
    return answer_known(b, known, b->v->arena, &b->list[b->n++].row);
}

bool explain_beliefs(struct clause_view *v, day_t day, const struct belief **ret, uint32_t *ret_n)
{
    struct beliefs b = {.v = v, .day = day};
    struct arena scratch;
    bool good = find_cuts(&b);
    arena_init(&scratch);
    b.list = ARENA_ARRAY(v->arena, b.cuts.n, struct belief);
    good = good && b.list;
    for (uint32_t i = 0; i < b.cuts.n && good; i++)
        good = take_cut(&b, b.cuts.items[i], &scratch);
    arena_done(&scratch);
    *ret = b.list;
    *ret_n = b.n;
    return good;
}
