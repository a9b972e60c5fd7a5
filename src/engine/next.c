/* See next.h. The days after the asked one are gone through stretch by stretch (runs.c): of each
 * its first day is looked at, on which bounds of the calendar fall and windows open and close, and
 * one of those behind it, which are all alike. */
#include "next.h"

#include <stdlib.h>
#include <string.h>

#include "effects.h"
#include "steps.h"

/* What was found: a dated boundary, or a range of days of one that hangs on an unknown. */
struct found {
    uint32_t local; /* IMAGE_NONE: dated */
    struct offset plus;
    uint32_t effect;
    day_t first, last; /* last DAY_NEVER: no end */
    uint32_t stretch;
    bool always; /* dated: in every course */
    const struct boundary_when *when;
    uint32_t n_when;
    bool mixed;      /* not under the same conditions on all of its days */
    uint64_t others; /* locals that decide whether it comes */
};

/* A day on which several bounds fall and the answer changes. */
struct knot {
    day_t day;
    uint64_t falling;
    uint32_t local; /* the first of them */
    struct offset plus;
    uint32_t effect;
};

/* What one bound, falling alone on the day at hand, or the calendar (local IMAGE_NONE), does: the
 * effect for each course of the eve. IMAGE_NONE: no such course. */
struct target {
    uint32_t local;
    struct offset plus;
    uint32_t *effects;
    bool any;
};

struct making {
    struct clause_view view;
    struct effects effects;
    struct arena *arena;
    day_t after, through;
    struct found *found;
    uint32_t n, cap;
    struct knot *knots;
    uint32_t n_knots, cap_knots;
    bool *const *acting;
    bool *unsteady; /* by place of an offset: some course has it fall and nothing changes */
    uint32_t stretch;

    struct steps steps; /* of the day at hand */
    struct target *targets;
    uint32_t n_targets;
    /* What plain bounds do in each course of the eve: an effect; 0: nothing; IMAGE_NONE: there is
     * no telling, since some unknown falls on the day as well. */
    uint32_t *by_calendar;
    bool quiet; /* in some course nothing changes on it */
};

/* ---- lists ---- */

static struct found *add_found(struct making *m)
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

static void add_knot(struct making *m, const struct step *s, uint32_t effect)
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

/* The first one from `day` on, the last one up to it; DAY_NEVER, DAY_NONE: there is none. */
static day_t falls_from(const struct local *l, struct offset o, day_t day)
{
    day_t t = day > DAY_MIN ? day_latest_reaching(day - 1, o) + 1 : DAY_MIN;
    if (t < l->domain.first)
        t = l->domain.first;
    return t > l->domain.last ? DAY_NEVER : day_plus(t, o);
}

static day_t falls_until(const struct local *l, struct offset o, day_t day)
{
    day_t t = day_latest_reaching(day, o);
    if (t > l->domain.last)
        t = l->domain.last;
    return t < l->domain.first || t == DAY_NONE ? DAY_NONE : day_plus(t, o);
}

/* Does the range go on on `day`, or only behind days on which the bound cannot fall? */
static bool reaches(const struct making *m, const struct found *f, day_t day)
{
    if (f->last == DAY_NEVER || f->last >= day)
        return true;
    return falls_from(&m->view.locals[f->local], f->plus, f->last + 1) >= day;
}

/* ---- one day ---- */

static bool bound_falls(const struct making *m, bound_ref ref)
{
    const day_t day = m->steps.day;
    if (ref == IMAGE_NONE)
        return false;
    if (BOUND_IS_PLAIN(ref))
        return BOUND_DAY(ref) == day;
    const struct bound_row *b = &m->view.img->bounds[ref];
    if (b->kind == BOUND_AFTER)
        return (day_t)b->b == day;
    if (b->kind == BOUND_DAY_MEMBER)
        return (day_t)b->a == day;
    if (b->kind == BOUND_EVENT || b->kind == BOUND_UNKNOWN) {
        uint32_t offset;
        const struct local *l = &m->view.locals[local_of(&m->view, b, &offset)];
        return !local_is_open(l) && day_plus(l->domain.first, l->offsets[offset]) == day;
    }
    for (uint32_t i = 0; (b->kind == BOUND_FIRST_OF || b->kind == BOUND_LAST_OF) && i < b->b; i++)
        if (bound_falls(m, b->a + i))
            return true;
    return false;
}

static bool calendar_falls(const struct making *m)
{
    const struct clause_view *v = &m->view;
    for (uint32_t i = 0; i < v->n_acts; i++) {
        const struct act_row *a = &v->img->acts[v->acts[i]];
        if (a->type == ACT_REAFFIRM || a->type == ACT_SILENT)
            continue; /* they change nothing */
        if (bound_falls(m, a->from) || bound_falls(m, a->until) ||
            (a->through != DAY_NONE && a->through + 1 == m->steps.day))
            return true;
    }
    return false;
}

static struct target *target_of(struct making *m, const struct step *s)
{
    for (uint32_t i = 0; i < m->n_targets; i++)
        if (m->targets[i].local == s->local &&
            (s->local == IMAGE_NONE || (m->targets[i].plus.count == s->plus.count &&
                                        m->targets[i].plus.unit == s->plus.unit)))
            return &m->targets[i];
    struct target *t = &m->targets[m->n_targets];
    *t = (struct target){.local = s->local, .plus = s->plus};
    t->effects = ARENA_ARRAY(m->arena, m->steps.eve.n, uint32_t);
    if (t->effects == NULL)
        return NULL;
    memset(t->effects, 0xFF, m->steps.eve.n * sizeof *t->effects);
    m->n_targets++;
    return t;
}

/* First, what the calendar does alone: where it does nothing, what an unknown does is its own. */
static void take_calendar(void *ctx, const struct step *s)
{
    struct making *m = ctx;
    if (s->falling == 0)
        m->by_calendar[s->eve] = effect_of(&m->effects, s->before, s->after);
}

static void note_unsteady(struct making *m, uint64_t falling)
{
    for (uint32_t i = 0; i < m->view.n_locals; i++)
        if (falling >> i & 1)
            m->unsteady[i] = true;
}

static void take_step(void *ctx, const struct step *s)
{
    struct making *m = ctx;
    const uint32_t effect = effect_of(&m->effects, s->before, s->after);
    m->quiet |= effect == 0;
    if (effect == 0)
        note_unsteady(m, s->falling);
    if (s->falling != 0 && (!s->alone || m->by_calendar[s->eve] != 0)) {
        if (effect != 0)
            add_knot(m, s, effect);
        return;
    }
    struct target *t = target_of(m, s);
    if (t == NULL)
        return;
    t->effects[s->eve] = effect;
    t->any |= effect != 0;
}

static bool look(struct making *m, day_t day)
{
    uint32_t most = 1;
    for (uint32_t i = 0; i < m->view.n_locals; i++)
        most += m->view.locals[i].n_offsets;
    m->targets = ARENA_ARRAY(m->arena, most, struct target);
    m->n_targets = 0;
    m->quiet = false;
    if (m->targets == NULL || !steps_init(&m->steps, &m->view, m->acting, day, &m->effects.all))
        return false;
    m->by_calendar = ARENA_ARRAY(m->arena, m->steps.eve.n, uint32_t);
    if (m->by_calendar == NULL)
        return false;
    if (calendar_falls(m)) {
        memset(m->by_calendar, 0xFF, m->steps.eve.n * sizeof *m->by_calendar);
        if (!steps_each(&m->steps, take_calendar, m))
            return false;
    }
    return steps_each(&m->steps, take_step, m) && !m->arena->failed;
}

/* ---- what a day shows ---- */

/* The decision tree over the effects of one target. */
static bool tree_of(struct making *m, const struct target *t, const struct leaf **ret, uint32_t *n)
{
    struct course_table table = m->steps.eve;
    table.outcomes = NULL;
    table.outcome = table.state = t->effects;
    return leaves_build(&table, m->arena, ret, n);
}

static uint64_t locals_in(const struct making *m, const struct leaf *leaves, uint32_t n)
{
    uint64_t found = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < leaves[i].n_when; k++)
            for (uint32_t l = 0; l < m->view.n_locals; l++)
                if (m->view.locals[l].ref.is_event == leaves[i].when[k].unknown.is_event &&
                    m->view.locals[l].ref.index == leaves[i].when[k].unknown.index)
                    found |= UINT64_C(1) << l;
    return found;
}

static bool seen_before(const struct leaf *leaves, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++)
        if (leaves[k].state == leaves[i].state)
            return true;
    return false;
}

/* The leaves with one effect, as conditions; none where that is all of them. */
static bool when_of(struct making *m, const struct leaf *leaves, uint32_t n, struct found *f)
{
    struct boundary_when *when = ARENA_ARRAY(m->arena, n, struct boundary_when);
    f->when = when;
    f->n_when = 0;
    f->others = locals_in(m, leaves, n);
    for (uint32_t k = 0; n > 1 && when != NULL && k < n; k++)
        if (leaves[k].state == f->effect)
            when[f->n_when++] = (struct boundary_when){leaves[k].when, leaves[k].n_when};
    return when != NULL;
}

/* A dated boundary for each effect among the leaves. */
static bool add_dated(struct making *m, const struct leaf *leaves, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (leaves[i].state == 0 || seen_before(leaves, i))
            continue;
        struct found *f = add_found(m);
        if (f == NULL)
            return false;
        *f = (struct found){.local = IMAGE_NONE,
                            .effect = leaves[i].state,
                            .first = m->steps.day,
                            .last = m->steps.day,
                            .always = n == 1 && !m->quiet};
        if (!when_of(m, leaves, n, f))
            return false;
    }
    return true;
}

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

static bool same_bound(const struct found *f, uint32_t local, struct offset plus)
{
    return f->local == local && f->plus.count == plus.count && f->plus.unit == plus.unit;
}

static bool joins(const struct making *m, const struct found *f, const struct found *more)
{
    return f->stretch == more->stretch ||
           (reaches(m, f, more->first) && reaches(m, more, f->first));
}

/* first..last more of a boundary that hangs on an unknown. */
static bool add_range(struct making *m, const struct found *more)
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

static bool add_hanging(struct making *m, const struct target *t, const struct leaf *leaves,
                        uint32_t n, day_t first, day_t last)
{
    const struct local *l = &m->view.locals[t->local];
    struct found more = {
        .local = t->local, .plus = t->plus, .stretch = m->stretch, .mixed = m->view.irregular};
    more.first = falls_from(l, t->plus, first);
    more.last = last == DAY_NEVER ? DAY_NEVER : falls_until(l, t->plus, last);
    for (uint32_t i = 0; i < n; i++) {
        more.effect = leaves[i].state;
        if (more.effect != 0 && !seen_before(leaves, i) &&
            (!when_of(m, leaves, n, &more) || !add_range(m, &more)))
            return false;
    }
    return true;
}

/* Looks at one day that stands for first..last. */
static bool take_day(struct making *m, day_t day, day_t first, day_t last)
{
    if (!look(m, day))
        return false;
    for (uint32_t i = 0; i < m->n_targets; i++) {
        const struct target *t = &m->targets[i];
        const struct leaf *leaves = NULL;
        uint32_t n = 0;
        if (!t->any)
            continue;
        if (!tree_of(m, t, &leaves, &n))
            return false;
        if (t->local == IMAGE_NONE ? !add_dated(m, leaves, n)
                                   : !add_hanging(m, t, leaves, n, first, last))
            return false;
    }
    return true;
}

/* ---- all days ---- */

/* Is there a range that may go on on `day`? */
static bool goes_on(const struct making *m, day_t day)
{
    for (uint32_t i = 0; i < m->n; i++) {
        const struct found *f = &m->found[i];
        if (f->local != IMAGE_NONE && f->last != DAY_NEVER &&
            (f->stretch == m->stretch || reaches(m, f, day)))
            return true;
    }
    return false;
}

/* Not the 29th to the 31st: so many months after some day there is no such day in some months. */
static day_t plain_day_from(day_t day)
{
    const struct ymd d = day_to_ymd(day);
    return d.day <= 28 ? day : day + month_length(d.year, d.month) - d.day + 1;
}

/* The days behind the first one of a stretch, up to the day before `next`. */
static bool take_inside(struct making *m, day_t day, day_t next)
{
    const day_t last = next == DAY_NEVER ? DAY_NEVER : next - 1;
    if (day >= next || day > DAY_MAX)
        return true;
    if (!take_day(m, day, day, last))
        return false;
    const day_t plain = plain_day_from(day);
    return plain == day || plain >= next || plain > DAY_MAX || take_day(m, plain, day, last);
}

/* Where offsets change places with the calendar, they do so in the same way again after 400 years:
 * a range that is found in a stretch without an end has none. */
static void leave_open(struct making *m)
{
    for (uint32_t i = 0; i < m->n; i++)
        if (m->found[i].local != IMAGE_NONE && m->found[i].stretch == m->stretch)
            m->found[i].last = DAY_NEVER;
}

static bool last_stretch(const struct clause_view *v, day_t day)
{
    return v->n_breaks == 0 || v->breaks[v->n_breaks - 1] <= day;
}

static bool starts_stretch(const struct clause_view *v, day_t day)
{
    for (uint32_t i = 0; i < v->n_breaks && v->breaks[i] <= day; i++)
        if (v->breaks[i] == day)
            return true;
    return false;
}

static bool take_all(struct making *m)
{
    struct clause_view *v = &m->view;
    day_t begun = m->after + 1;
    for (day_t day = begun; day <= DAY_MAX;) {
        if (starts_stretch(v, day)) {
            m->stretch++;
            begun = day;
        }
        if (day > m->through && !goes_on(m, day))
            return true;
        if (v->irregular && last_stretch(v, day) &&
            (day > m->through || day - begun > CALENDAR_PERIOD)) {
            leave_open(m);
            return true;
        }
        const day_t next = next_to_ask(v, begun, day);
        if (!take_day(m, day, day, day) || !take_inside(m, day + 1, next))
            return false;
        day = next;
    }
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

static bool take_knots(struct making *m)
{
    for (uint32_t i = 0; i < m->n_knots; i++)
        bridge(m, &m->knots[i]);
    for (uint32_t i = 0; i < m->n_knots; i++)
        if (!explained(m, &m->knots[i]) && !add_unexplained(m, &m->knots[i]))
            return false;
    return true;
}

/* ---- handing over ---- */

static bool is_certain(const struct making *m, const struct found *f)
{
    if (f->local == IMAGE_NONE)
        return f->always;
    const struct local *l = &m->view.locals[f->local];
    if (m->unsteady[f->local] || f->first != day_plus(l->domain.first, f->plus) ||
        f->last != day_plus(l->domain.last, f->plus) || f->last > DAY_MAX)
        return false;
    for (uint32_t i = 0; i < m->n; i++)
        if (&m->found[i] != f && same_bound(&m->found[i], f->local, f->plus))
            return false;
    return true;
}

static bool comes_anyway(const struct making *m, const struct found *f)
{
    const struct effect *e = &m->effects.items[f->effect - 1];
    for (uint32_t i = 0; f->last < DAY_MAX && i < m->n; i++) {
        const struct found *g = &m->found[i];
        const struct effect *other = &m->effects.items[g->effect - 1];
        if (g->local == IMAGE_NONE && g->first == f->last + 1 && other->kind == e->kind &&
            other->after.status == e->after.status)
            return true;
    }
    return false;
}

static bool list_others(const struct making *m, const struct found *f, struct boundary *b)
{
    struct unknown_ref *list = ARENA_ARRAY(m->arena, m->view.n_locals, struct unknown_ref);
    b->depends_on = list;
    for (uint32_t i = 0; list != NULL && i < m->view.n_locals; i++)
        if (!b->certain && (f->others >> i & 1) && i != f->local)
            list[b->n_depends_on++] = m->view.locals[i].ref;
    return list != NULL;
}

static bool hand_over(const struct making *m, const struct found *f, struct boundary *b)
{
    const struct effect *e = &m->effects.items[f->effect - 1];
    *b = (struct boundary){
        .setting = m->view.setting,
        .clause = m->view.clause,
        .kind = e->kind,
        .window = e->window,
        .before = &e->before,
        .after = &e->after,
        .changes = e->changes,
        .n_changes = e->n_changes,
        .act = e->act,
        .hangs = f->local != IMAGE_NONE,
        .earliest = f->first,
        .latest = f->last,
        .certain = is_certain(m, f),
    };
    if (b->hangs) {
        b->unknown = m->view.locals[f->local].ref;
        b->plus = f->plus;
        b->anyway = comes_anyway(m, f);
    }
    if (!b->certain) {
        b->when = f->when;
        b->n_when = f->n_when;
    }
    return list_others(m, f, b);
}

/* By earliest day, dated ones first, then by what happens and by name: the same in every run. */
static int by_day(const void *x, const void *y)
{
    const struct boundary *a = x, *b = y;
    if (a->earliest != b->earliest)
        return a->earliest < b->earliest ? -1 : 1;
    if (a->hangs != b->hangs)
        return a->hangs ? 1 : -1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->hangs && a->unknown.name != b->unknown.name)
        return strcmp(image_str(a->setting->image, a->unknown.name),
                      image_str(b->setting->image, b->unknown.name));
    if (a->latest != b->latest)
        return a->latest < b->latest ? -1 : 1;
    return a->plus.count != b->plus.count ? (a->plus.count < b->plus.count ? -1 : 1)
                                          : a->plus.unit - b->plus.unit;
}

enum status engine_next(const struct setting *s, uint32_t clause, day_t after, day_t through,
                        struct arena *a, const struct boundary **ret_list, size_t *ret_n)
{
    struct making m = {.arena = a, .after = after, .through = through};
    if (!clause_view_init(&m.view, s, clause, a))
        return ST_NOMEM;
    m.effects.view = &m.view;
    m.unsteady = ARENA_ARRAY(a, m.view.n_locals, bool);
    m.acting = acting_offsets(&m.view);
    if (m.unsteady == NULL || m.acting == NULL || !take_all(&m) || !take_knots(&m))
        return ST_NOMEM;
    struct boundary *list = ARENA_ARRAY(a, m.n, struct boundary);
    size_t n = 0;
    for (uint32_t i = 0; list != NULL && i < m.n; i++)
        if (m.found[i].first <= through && !hand_over(&m, &m.found[i], &list[n++]))
            return ST_NOMEM;
    if (a->failed)
        return ST_NOMEM;
    if (n > 1)
        qsort(list, n, sizeof *list, by_day);
    *ret_list = list;
    *ret_n = n;
    return ST_OK;
}

bool boundary_passes(const struct boundary *b, const struct filter *f)
{
    const struct outcome outcomes[] = {*b->before, *b->after};
    struct filter filter = *f;
    filter.all = true;
    const struct row row = {.setting = b->setting, .outcomes = outcomes, .n_outcomes = 2};
    return row_passes(&row, &filter);
}

/* ---- a copy ---- */

static const void *copied(struct arena *a, const void *items, size_t n, size_t size)
{
    void *copy = arena_array(a, n, size);
    if (copy != NULL && n > 0)
        memcpy(copy, items, n * size);
    return copy;
}

/* What says where it comes from is left behind. */
static const struct outcome *copied_outcome(struct arena *a, const struct outcome *o)
{
    struct outcome *copy = ARENA_NEW(a, struct outcome);
    if (copy == NULL)
        return NULL;
    *copy = *o;
    copy->terms = copied(a, o->terms, o->n_terms, sizeof *o->terms);
    copy->acts = copy->caveats = NULL;
    copy->n_acts = copy->n_caveats = 0;
    return copy;
}

bool boundary_copy(struct boundary *b, struct arena *a)
{
    struct boundary_when *when = ARENA_ARRAY(a, b->n_when, struct boundary_when);
    struct change *changes = ARENA_ARRAY(a, b->n_changes, struct change);
    for (uint32_t i = 0; when != NULL && i < b->n_when; i++) {
        const struct boundary_when *w = &b->when[i];
        when[i].n_when = w->n_when;
        when[i].when = copied(a, w->when, w->n_when, sizeof *w->when);
    }
    for (size_t i = 0; changes != NULL && i < b->n_changes; i++) {
        changes[i] = b->changes[i];
        if (changes[i].path != NULL)
            changes[i].path = arena_copy(a, changes[i].path, strlen(changes[i].path));
    }
    b->when = when;
    b->changes = changes;
    b->depends_on = copied(a, b->depends_on, b->n_depends_on, sizeof *b->depends_on);
    b->before = copied_outcome(a, b->before);
    b->after = copied_outcome(a, b->after);
    return !a->failed;
}
