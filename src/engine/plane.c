/* See plane.h. */
#include "plane.h"

#include <stdlib.h>

#include "view.h"

/* ---- days, kept in order ---- */

struct days {
    day_t *items;
    uint32_t n, cap;
    struct arena *arena;
};

static void days_add(struct days *s, int64_t day)
{
    if (day <= DAY_MIN || day > DAY_MAX)
        return;
    if (s->n == s->cap) {
        const uint32_t cap = s->cap == 0 ? 16 : s->cap * 2;
        day_t *more = ARENA_ARRAY(s->arena, cap, day_t);
        if (more == NULL)
            return;
        if (s->n > 0)
            memcpy(more, s->items, s->n * sizeof *more);
        s->items = more;
        s->cap = cap;
    }
    s->items[s->n++] = (day_t)day;
}

static int by_day(const void *a, const void *b)
{
    const day_t x = *(const day_t *)a, y = *(const day_t *)b;
    return (x > y) - (x < y);
}

/* Ascending, each once. */
static void days_sort(struct days *s)
{
    uint32_t n = 0;
    if (s->n > 1)
        qsort(s->items, s->n, sizeof *s->items, by_day);
    for (uint32_t i = 0; i < s->n; i++)
        if (n == 0 || s->items[n - 1] != s->items[i])
            s->items[n++] = s->items[i];
    s->n = n;
}

/* ---- the agreement: windows of its events ---- */

/* The agreement as known on one day, asked for all days. *ret NULL: no course fits. */
static enum status set_on(const struct plane *p, day_t known, struct arena *a,
                          const struct setting **ret)
{
    struct question *q = ARENA_NEW(a, struct question);
    struct setting *s = ARENA_NEW(a, struct setting);
    *ret = NULL;
    if (q == NULL || s == NULL)
        return ST_NOMEM;
    *q = *p->question;
    q->first = p->first;
    q->last = p->last;
    q->period = true;
    q->known = known;
    struct diags refused;
    diags_init(&refused, 1);
    const enum status status = setting_init(s, p->image, p->agreement, q, a, &refused);
    diags_done(&refused);
    if (status == ST_OK)
        *ret = s;
    return status == ST_USAGE ? ST_OK : status;
}

/* Days of Y at which the rule that gives an event its window can change: the neighbours too, since
 * it compares H with days. */
static void event_cuts(const struct plane *p, struct days *cuts)
{
    const struct agreement_row *g = &p->image->agreements[p->agreement];
    for (uint32_t i = 0; i < g->events.n; i++) {
        const struct event_row *e = &p->image->events[g->events.first + i];
        const day_t days[] = {e->known_day, e->occurred_first, e->occurred_last,
                              e->ruled_out_through};
        for (size_t k = 0; k < sizeof days / sizeof days[0]; k++)
            for (int near = -1; days[k] != DAY_NONE && near <= 1; near++)
                days_add(cuts, (int64_t)days[k] + near);
    }
    for (size_t i = 0; i < p->question->n_assumptions; i++)
        for (int near = -1; near <= 1; near++) {
            days_add(cuts, (int64_t)p->question->assumptions[i].first + near);
            days_add(cuts, (int64_t)p->question->assumptions[i].last + near);
        }
    for (int near = -1; near <= 1; near++)
        days_add(cuts, (int64_t)g->complete_through + near);
}

static bool windows_of(const struct setting *x, const struct setting *y, uint32_t n,
                       struct arena *a, const struct plane_window **ret)
{
    struct plane_window *w = ARENA_ARRAY(a, n, struct plane_window);
    *ret = w;
    for (uint32_t i = 0; w != NULL && i < n; i++) {
        w[i].last = x->events[i].last;
        w[i].first.day = x->events[i].first;
        w[i].first.moves = x->events[i].first != y->events[i].first;
    }
    return w != NULL;
}

enum status plane_init(struct plane *p, const struct image *image, uint32_t agreement,
                       const struct question *q, struct arena *a)
{
    const uint32_t n = image->agreements[agreement].events.n;
    *p = (struct plane){.image = image, .agreement = agreement, .question = q};
    p->first = p->known_first = DAY_MIN;
    p->last = p->known_last = DAY_MAX;
    struct days cuts = {.arena = a};
    event_cuts(p, &cuts);
    days_sort(&cuts);
    struct plane_events *events = ARENA_ARRAY(a, (size_t)cuts.n + 1, struct plane_events);
    if (a->failed)
        return ST_NOMEM;
    for (uint32_t i = 0; i <= cuts.n; i++) {
        struct plane_events *e = &events[i];
        e->first = i == 0 ? DAY_MIN : cuts.items[i - 1];
        e->last = i == cuts.n ? DAY_MAX : cuts.items[i] - 1;
        const struct setting *x = NULL, *y = NULL;
        enum status status = set_on(p, e->first, a, &x);
        if (status == ST_OK)
            status = set_on(p, e->last, a, &y);
        if (status != ST_OK)
            return status;
        if (x != NULL && y != NULL && !windows_of(x, y, n, a, &e->windows))
            return ST_NOMEM;
    }
    p->events = events;
    p->n_events = cuts.n + 1;
    return ST_OK;
}

/* ---- one clause ---- */

struct making {
    const struct plane *plane;
    uint32_t clause;
    struct arena *arena;
    struct plane_strip *strips;
    uint32_t n, cap;
    const struct offset *offsets; /* of what moves in the stretch at hand, each once */
    uint32_t n_offsets;
};

/* The answer of one knowledge day for all days. */
struct belief {
    day_t known;
    const struct row *rows;
    size_t n;
};

static enum status believe(struct making *m, day_t known, struct belief *ret)
{
    const struct setting *s = NULL;
    *ret = (struct belief){.known = known};
    const enum status status = set_on(m->plane, known, m->arena, &s);
    if (status != ST_OK || s == NULL)
        return status;
    return m->plane->fine ? engine_stretches(s, m->clause, m->arena, &ret->rows, &ret->n)
                          : engine_answer(s, m->clause, m->arena, &ret->rows, &ret->n);
}

static struct plane_strip *add_strip(struct making *m)
{
    if (m->n == m->cap) {
        const uint32_t cap = m->cap == 0 ? 8 : m->cap * 2;
        struct plane_strip *more = ARENA_ARRAY(m->arena, cap, struct plane_strip);
        if (more == NULL)
            return NULL;
        if (m->n > 0)
            memcpy(more, m->strips, m->n * sizeof *more);
        m->strips = more;
        m->cap = cap;
    }
    return &m->strips[m->n++];
}

static day_t begins(const struct row *r)
{
    return r->from == DAY_NONE ? DAY_MIN : r->from;
}

static bool find_edge(const struct making *m, day_t y1, day_t day1, day_t y2, day_t day2,
                      struct plane_edge *ret)
{
    *ret = (struct plane_edge){.day = day1};
    if (day1 == day2)
        return true;
    for (uint32_t i = 0; i < m->n_offsets; i++)
        if (day_plus(y1 + 1, m->offsets[i]) == day1 && day_plus(y2 + 1, m->offsets[i]) == day2) {
            *ret = (struct plane_edge){.moves = true, .plus = m->offsets[i]};
            return true;
        }
    return false;
}

static bool rows_alike(const struct row *a, const struct row *b)
{
    return a->status == b->status && a->n_cases == b->n_cases && a->n_outcomes == b->n_outcomes;
}

/* One strip from the answers of its first and last day. False, and nothing added, where those
 * cannot be told in one way. */
static bool join(struct making *m, const struct belief *x, const struct belief *y)
{
    if (x->n != y->n)
        return false;
    struct plane_run *runs = ARENA_ARRAY(m->arena, x->n, struct plane_run);
    for (size_t i = 0; runs != NULL && i < x->n; i++) {
        runs[i].row = &x->rows[i];
        if (!rows_alike(&x->rows[i], &y->rows[i]) ||
            !find_edge(m, x->known, begins(&x->rows[i]), y->known, begins(&y->rows[i]),
                       &runs[i].from))
            return false;
    }
    struct plane_strip *s = add_strip(m);
    if (runs != NULL && s != NULL)
        *s = (struct plane_strip){x->known, y->known, false, runs, (uint32_t)x->n};
    return true;
}

/* A stretch in which the order of all breaks is the same. If its ends cannot be joined after all,
 * its halves are looked at; a single day always can. */
static enum status take(struct making *m, day_t first, day_t last)
{
    struct belief x, y;
    enum status status = believe(m, first, &x);
    if (status == ST_OK)
        status = believe(m, last, &y);
    if (status != ST_OK || join(m, &x, &y))
        return status;
    const day_t middle = first + (last - first) / 2;
    status = take(m, first, middle);
    return status == ST_OK ? take(m, middle + 1, last) : status;
}

static bool event_moves(const struct making *m, const struct plane_events *e, const struct local *l)
{
    const struct agreement_row *g = &m->plane->image->agreements[m->plane->agreement];
    return l->ref.is_event && e->windows != NULL &&
           e->windows[l->ref.index - g->events.first].first.moves;
}

/* What moves in a stretch: the offsets, each once. */
static void find_offsets(struct making *m, const struct plane_events *e,
                         const struct clause_view *v)
{
    uint32_t most = 0, n = 0;
    for (uint32_t i = 0; i < v->n_locals; i++)
        most += event_moves(m, e, &v->locals[i]) ? v->locals[i].n_offsets : 0;
    struct offset *all = ARENA_ARRAY(m->arena, most, struct offset);
    for (uint32_t i = 0; all != NULL && i < v->n_locals; i++) {
        const struct local *l = &v->locals[i];
        for (uint32_t k = 0; event_moves(m, e, l) && k < l->n_offsets; k++) {
            uint32_t at = 0;
            while (at < n &&
                   (all[at].count != l->offsets[k].count || all[at].unit != l->offsets[k].unit))
                at++;
            if (at == n)
                all[n++] = l->offsets[k];
        }
    }
    m->offsets = all;
    m->n_offsets = all == NULL ? 0 : n;
}

static void meet(const struct offset offset, day_t place, struct days *cuts)
{
    if (place > DAY_MIN)
        days_add(cuts, day_latest_reaching(place - 1, offset));
    if (place <= DAY_MAX)
        days_add(cuts, day_latest_reaching(place, offset));
}

/* The days of Y on which what moves comes to, or leaves, a place that may stand still. */
static void meeting_days(const struct making *m, const struct clause_view *v, struct days *cuts)
{
    for (uint32_t i = 0; i < m->n_offsets; i++) {
        for (uint32_t k = 0; k < v->n_breaks; k++)
            meet(m->offsets[i], v->breaks[k], cuts);
        meet(m->offsets[i], m->plane->first, cuts);
        meet(m->offsets[i], m->plane->last + 1, cuts);
        days_add(cuts, day_latest_reaching(DAY_MAX, m->offsets[i]));
    }
}

static enum status leave_out(struct making *m, day_t first, day_t last)
{
    struct plane_strip *s = add_strip(m);
    if (s == NULL)
        return ST_NOMEM;
    *s = (struct plane_strip){.first = first, .last = last, .left_out = true};
    return ST_OK;
}

/* Of a single day X an answer may change back and forth, but only while windows move: from the
 * first announcement to the record date. */
static enum status day_by_day(struct making *m, day_t first, day_t last)
{
    enum status status = ST_OK;
    for (day_t y = first; status == ST_OK && y <= last; y++)
        status = take(m, y, y);
    return status;
}

/* Knowledge days first..last: the same acts are known, and windows are of one form. */
static enum status stretch(struct making *m, const struct plane_events *e, day_t first, day_t last)
{
    const struct setting *s = NULL;
    struct clause_view v;
    enum status status = set_on(m->plane, first, m->arena, &s);
    m->n_offsets = 0;
    if (status != ST_OK || s == NULL)
        return status == ST_OK ? take(m, first, last) : status;
    if (!clause_view_init(&v, s, m->clause, m->arena))
        return ST_NOMEM;
    if (v.irregular && m->plane->first != m->plane->last)
        return leave_out(m, first, last);
    find_offsets(m, e, &v);
    if (v.irregular && m->n_offsets > 0)
        return day_by_day(m, first, last);
    struct days cuts = {.arena = m->arena};
    meeting_days(m, &v, &cuts);
    days_add(&cuts, (int64_t)last + 1);
    days_sort(&cuts);
    for (uint32_t i = 0; status == ST_OK && i < cuts.n && first <= last; i++) {
        const day_t end = cuts.items[i] - 1 < last ? cuts.items[i] - 1 : last;
        if (end < first)
            continue;
        status = take(m, first, end);
        first = end + 1;
    }
    return status == ST_OK && first <= last ? take(m, first, last) : status;
}

static void reported_cuts(const struct image *img, uint32_t term, uint32_t n, struct days *cuts)
{
    for (uint32_t i = term; i < term + n; i++) {
        const struct term_row *t = &img->terms[i];
        if (t->kind == VALUE_LIST || t->kind == VALUE_MAP)
            reported_cuts(img, t->a, t->b, cuts); /* as deep as the image allows: IMAGE_MAX_DEPTH */
        else if (t->kind == VALUE_REPORTED)
            days_add(cuts, img->reported[t->a].known_day);
    }
}

/* Days on which a source or a caveat comes to be known, which changes no state. */
static void fine_cuts(const struct making *m, struct days *cuts)
{
    const struct image *img = m->plane->image;
    const struct span acts = img->clauses[m->clause].acts;
    for (uint32_t i = acts.first; i < acts.first + acts.n; i++) {
        const struct span sources = act_sources(img, i);
        const uint32_t extra = img->acts[i].extra;
        for (uint32_t k = 0; k < sources.n; k++) {
            const pdate date = img->sources[img->refs[sources.first + k]].date;
            if (date != 0)
                days_add(cuts, pdate_last(date));
        }
        if (extra == IMAGE_NONE)
            continue;
        const struct span caveats = img->extras[extra].caveats;
        for (uint32_t k = caveats.first; k < caveats.first + caveats.n; k++) {
            days_add(cuts, img->caveats[k].known_day);
            for (uint32_t s = 0; s < img->caveats[k].sources.n; s++) {
                const uint32_t source = img->refs[img->caveats[k].sources.first + s];
                if (img->sources[source].date != 0)
                    days_add(cuts, pdate_last(img->sources[source].date));
            }
        }
    }
}

/* Days on which what is known of the clause itself changes. */
static void clause_cuts(const struct making *m, struct days *cuts)
{
    const struct image *img = m->plane->image;
    const struct span acts = img->clauses[m->clause].acts;
    for (uint32_t i = acts.first; i < acts.first + acts.n; i++) {
        days_add(cuts, img->acts[i].known_day);
        reported_cuts(img, img->acts[i].terms, img->acts[i].n_terms, cuts);
    }
    if (m->plane->fine)
        fine_cuts(m, cuts);
    for (uint32_t i = 1; i < m->plane->n_events; i++)
        days_add(cuts, m->plane->events[i].first);
    days_sort(cuts);
}

enum status plane_clause(const struct plane *p, uint32_t clause, struct arena *a,
                         const struct plane_strip **ret_strips, uint32_t *ret_n)
{
    struct making m = {.plane = p, .clause = clause, .arena = a};
    struct days cuts = {.arena = a};
    clause_cuts(&m, &cuts);
    uint32_t e = 0;
    enum status status = a->failed ? ST_NOMEM : ST_OK;
    for (uint32_t i = 0; status == ST_OK && i <= cuts.n; i++) {
        day_t first = i == 0 ? DAY_MIN : cuts.items[i - 1];
        day_t last = i == cuts.n ? DAY_MAX : cuts.items[i] - 1;
        if (last < p->known_first || first > p->known_last)
            continue;
        first = first > p->known_first ? first : p->known_first;
        last = last < p->known_last ? last : p->known_last;
        while (p->events[e].last < first)
            e++;
        status = stretch(&m, &p->events[e], first, last);
    }
    *ret_strips = m.strips;
    *ret_n = m.n;
    return status == ST_OK && a->failed ? ST_NOMEM : status;
}
