/* See ranges.h. */
#include "ranges.h"

#include <string.h>

/* ---- lists ---- */

struct found *add_found(struct making *m)
{
    if (m->n == m->cap) {
        const uint32_t cap = m->cap == 0 ? 8 : m->cap * 2;
        struct found *more = ARENA_ARRAY(m->arena, cap, struct found);
        if (more == NULL)
            return NULL;
        if (m->n > 0)
            memcpy(more, m->found, m->n * sizeof *more);
        m->found = more;
        m->cap = cap;
    }
    return &m->found[m->n++];
}

void add_knot(struct making *m, const struct step *s, uint32_t effect)
{
    for (uint32_t i = m->n_knots; i-- > 0 && m->knots[i].day == m->steps.day;)
        if (m->knots[i].falling == s->falling && m->knots[i].effect == effect)
            return;
    if (m->n_knots == m->cap_knots) {
        const uint32_t cap = m->cap_knots == 0 ? 8 : m->cap_knots * 2;
        struct knot *more = ARENA_ARRAY(m->arena, cap, struct knot);
        if (more == NULL)
            return;
        if (m->n_knots > 0)
            memcpy(more, m->knots, m->n_knots * sizeof *more);
        m->knots = more;
        m->cap_knots = cap;
    }
    m->knots[m->n_knots++] = (struct knot){m->steps.day, s->falling, s->local, s->plus, effect};
}

/* ---- days on which a bound of an unknown may fall ---- */

day_t falls_from(const struct local *l, struct offset o, day_t day)
{
    day_t t = day > DAY_MIN ? day_latest_reaching(day - 1, o) + 1 : DAY_MIN;
    if (t < l->domain.first)
        t = l->domain.first;
    return t > l->domain.last ? DAY_NEVER : day_plus(t, o);
}

day_t falls_until(const struct local *l, struct offset o, day_t day)
{
    day_t t = day_latest_reaching(day, o);
    if (t > l->domain.last)
        t = l->domain.last;
    return t < l->domain.first || t == DAY_NONE ? DAY_NONE : day_plus(t, o);
}

bool reaches(const struct making *m, const struct found *f, day_t day)
{
    if (f->last == DAY_NEVER || f->last >= day)
        return true;
    return falls_from(&m->view.locals[f->local], f->plus, f->last + 1) >= day;
}

/* ---- ranges ---- */

static bool conditions_same(const struct boundary_when *a, const struct boundary_when *b)
{
    if (a->n_when != b->n_when)
        return false;
    for (uint32_t i = 0; i < a->n_when; i++) {
        const struct condition *x = &a->when[i], *y = &b->when[i];
        if (x->by != y->by || x->unknown.is_event != y->unknown.is_event ||
            x->unknown.index != y->unknown.index || x->plus.count != y->plus.count ||
            x->plus.unit != y->plus.unit)
            return false;
    }
    return true;
}

/* What holds of both ranges; nothing if they come under different conditions. */
static void join_when(struct found *f, const struct found *more)
{
    bool same = f->n_when == more->n_when;
    for (uint32_t i = 0; same && i < f->n_when; i++)
        same = conditions_same(&f->when[i], &more->when[i]);
    if (!same)
        f->n_when = 0;
    f->mixed |= !same || more->mixed;
    if (f->mixed)
        f->n_when = 0;
    f->others |= more->others;
}

bool same_bound(const struct found *f, uint32_t local, struct offset plus)
{
    return f->local == local && f->plus.count == plus.count && f->plus.unit == plus.unit;
}

static bool joins(const struct making *m, const struct found *f, const struct found *more)
{
    return f->stretch == more->stretch ||
           (reaches(m, f, more->first) && reaches(m, more, f->first));
}

/* first..last more of a boundary that hangs on an unknown. */
bool add_range(struct making *m, const struct found *more)
{
    for (uint32_t i = 0; i < m->n; i++) {
        struct found *f = &m->found[i];
        if (!same_bound(f, more->local, more->plus) || f->effect != more->effect ||
            !joins(m, f, more))
            continue;
        if (more->last > f->last)
            f->last = more->last;
        if (more->first < f->first)
            f->first = more->first;
        if (more->stretch != IMAGE_NONE) { /* of a knot nothing more is known */
            f->stretch = more->stretch;
            join_when(f, more);
        }
        return true;
    }
    struct found *f = add_found(m);
    if (f == NULL)
        return false;
    *f = *more;
    if (f->mixed)
        f->n_when = 0;
    return true;
}

/* ---- knots ---- */

static bool falls_in(const struct found *f, const struct knot *k)
{
    return f->local == IMAGE_NONE
               ? f->first == k->day
               : (k->falling >> f->local & 1) && f->first <= k->day && k->day <= f->last;
}

static bool explained(const struct making *m, const struct knot *k)
{
    for (uint32_t i = 0; i < m->n; i++)
        if (falls_in(&m->found[i], k))
            return true;
    return false;
}

/* Two ranges with nothing but the knot between them become one. */
static void bridge(struct making *m, const struct knot *k)
{
    for (uint32_t i = 0; i < m->n; i++) {
        struct found *f = &m->found[i];
        if (f->local == IMAGE_NONE || !(k->falling >> f->local & 1) || f->last >= k->day ||
            !reaches(m, f, k->day))
            continue;
        for (uint32_t j = 0; j < m->n; j++) {
            const struct found *g = &m->found[j];
            if (!same_bound(g, f->local, f->plus) || g->effect != f->effect || g->first <= k->day ||
                falls_from(&m->view.locals[f->local], f->plus, k->day + 1) < g->first)
                continue;
            f->last = g->last;
            join_when(f, g);
            m->found[j] = m->found[--m->n];
            break;
        }
    }
}

static bool add_unexplained(struct making *m, const struct knot *k)
{
    const struct found more = {.local = k->local,
                               .plus = k->plus,
                               .effect = k->effect,
                               .first = k->day,
                               .last = k->day,
                               .stretch = IMAGE_NONE,
                               .mixed = true,
                               .others = k->falling & ~(UINT64_C(1) << k->local)};
    return add_range(m, &more);
}

bool take_knots(struct making *m)
{
    for (uint32_t i = 0; i < m->n_knots; i++)
        bridge(m, &m->knots[i]);
    for (uint32_t i = 0; i < m->n_knots; i++)
        if (!explained(m, &m->knots[i]) && !add_unexplained(m, &m->knots[i]))
            return false;
    return true;
}
