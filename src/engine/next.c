/* See next.h. The days after the asked one are gone through stretch by stretch (runs.c): of each
 * its first day is looked at, on which bounds of the calendar fall and windows open and close, and
 * one of those behind it, which are all alike. */
#include "next.h"

#include <string.h>

#include "ranges.h"

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

/* ---- the question ---- */

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
    return hand_all_over(&m, ret_list, ret_n) ? ST_OK : ST_NOMEM;
}
