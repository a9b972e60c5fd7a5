/* All courses of one day. Each local's line of days is cut into regions at the thresholds of the
 * day; a course is one region for each. Regions that miss the local's domain are left out, and so
 * are vectors that break `requires`: a relation "i not before j" can be kept within the regions
 * exactly if i's latest day is not before j's earliest, since domains are tightened and the
 * relation is taken with all its consequences. */
#include "view.h"

int offset_order(struct offset a, struct offset b)
{
    char x[16], y[16];
    const struct offset *o[2] = {&a, &b};
    char *out[2] = {x, y};
    for (int i = 0; i < 2; i++) { /* as text: "1m" before "30d", none first */
        char digits[12];
        size_t n = 0, at = 0;
        for (int32_t c = o[i]->count; c > 0; c /= 10)
            digits[n++] = (char)('0' + c % 10);
        while (n > 0)
            out[i][at++] = digits[--n];
        out[i][at++] = o[i]->unit;
        out[i][at] = '\0';
    }
    return strcmp(x, y);
}

/* Inserts a threshold into the ascending list; two offsets with one threshold share it, and the one
 * least in byte order names it. */
static void add_threshold(struct regions *r, day_t t, const struct offset *o)
{
    uint32_t i = 0;
    while (i < r->n && r->at[i] < t)
        i++;
    if (i < r->n && r->at[i] == t) {
        if (offset_order(*o, *r->named[i]) < 0)
            r->named[i] = o;
        return;
    }
    for (uint32_t k = r->n; k > i; k--) {
        r->at[k] = r->at[k - 1];
        r->named[k] = r->named[k - 1];
    }
    r->at[i] = t;
    r->named[i] = o;
    r->n++;
}

uint32_t region_of(const struct regions *r, day_t d)
{
    uint32_t i = 0;
    while (i < r->n && d > r->at[i])
        i++;
    return i;
}

bool regions_init(struct regions *r, const struct local *l, day_t day, struct arena *a)
{
    r->at = ARENA_ARRAY(a, l->n_offsets, day_t);
    r->named = ARENA_ARRAY(a, l->n_offsets, const struct offset *);
    r->rank = ARENA_ARRAY(a, l->n_offsets, uint32_t);
    if (a->failed)
        return false;
    for (uint32_t i = 0; i < l->n_offsets; i++)
        add_threshold(r, day_latest_reaching(day, l->offsets[i]), &l->offsets[i]);
    for (uint32_t i = 0; i < l->n_offsets; i++)
        r->rank[i] = region_of(r, day_latest_reaching(day, l->offsets[i]));
    r->lo = region_of(r, l->domain.first);
    r->hi = region_of(r, l->domain.last);
    return true;
}

/* First and last day of a region within the domain. */
static struct domain region_days(const struct regions *r, const struct local *l, uint32_t region)
{
    struct domain d = l->domain;
    if (region > 0 && r->at[region - 1] + 1 > d.first)
        d.first = r->at[region - 1] + 1;
    if (region < r->n && r->at[region] < d.last)
        d.last = r->at[region];
    return d;
}

bool feasible(const struct clause_view *v, const struct regions *rs, const uint32_t *region)
{
    for (uint32_t i = 0; i < v->n_locals; i++) {
        const struct local *l = &v->locals[i];
        if (l->requires == 0)
            continue;
        day_t latest = region_days(&rs[i], l, region[i]).last;
        for (uint32_t k = 0; k < v->n_locals; k++)
            if ((l->requires >> k & 1) &&
                region_days(&rs[k], &v->locals[k], region[k]).first > latest)
                return false;
    }
    return true;
}

static bool outcomes_same(const struct clause_view *v, const struct outcome *a,
                          const struct outcome *b)
{
    for (int f = 0; f < FIELD_COUNT; f++)
        if (!field_same(v->img, (enum row_field)f, a, b))
            return false;
    return states_same(v, a, b);
}

static uint32_t mix(uint32_t hash, uint32_t value)
{
    return (hash ^ value) * 16777619U;
}

static struct marks marks_of(const struct image *img, const struct outcome *o)
{
    struct marks m = {mix(2166136261U, o->n_acts), mix(2166136261U, o->status)};
    for (uint32_t i = 0; i < o->n_acts; i++)
        m.outcome = mix(m.outcome, o->acts[i]);
    for (uint32_t i = 0; i < o->n_terms; i++)
        m.state = mix(m.state, img->terms[o->terms[i]].name);
    return m;
}

static bool make_room(struct collected *c, struct arena *a)
{
    if (c->n < c->cap)
        return true;
    uint32_t cap = c->cap == 0 ? 1 : c->cap * 2;
    struct outcome *items = ARENA_ARRAY(a, cap, struct outcome);
    struct marks *marks = ARENA_ARRAY(a, cap, struct marks);
    uint32_t *states = ARENA_ARRAY(a, cap, uint32_t);
    if (!items || !marks || !states)
        return false;
    if (c->n > 0) {
        memcpy(items, c->items, c->n * sizeof *items);
        memcpy(marks, c->marks, c->n * sizeof *marks);
        memcpy(states, c->states, c->n * sizeof *states);
    }
    *c = (struct collected){items, marks, states, c->n, cap};
    return true;
}

/* The number of an outcome, added if new; IMAGE_NONE when memory is out. */
static uint32_t collect(const struct clause_view *v, struct collected *c, const struct outcome *o)
{
    const struct marks m = marks_of(v->img, o);
    for (uint32_t i = 0; i < c->n; i++)
        if (c->marks[i].outcome == m.outcome && outcomes_same(v, &c->items[i], o))
            return i;
    if (!make_room(c, v->arena))
        return IMAGE_NONE;
    c->items[c->n] = *o;
    c->marks[c->n] = m;
    c->states[c->n] = c->n;
    for (uint32_t i = 0; i < c->n; i++) {
        if (c->marks[i].state == m.state && states_same(v, &c->items[i], o)) {
            c->states[c->n] = c->states[i];
            break;
        }
    }
    return c->n++;
}

bool table_init(struct course_table *t, struct clause_view *v, const struct regions *rs)
{
    uint32_t *count = ARENA_ARRAY(v->arena, v->n_locals, uint32_t);
    uint32_t *stride = ARENA_ARRAY(v->arena, v->n_locals, uint32_t);
    uint64_t n = 1;
    if (v->arena->failed)
        return false;
    for (uint32_t i = v->n_locals; i-- > 0;) {
        count[i] = rs[i].hi - rs[i].lo + 1;
        stride[i] = (uint32_t)n;
        n *= count[i];
        if (n > IMAGE_MAX_COURSES)
            return false;
    }
    *t = (struct course_table){
        .view = v, .regions = rs, .n = (uint32_t)n, .stride = stride, .count = count};
    t->outcome = ARENA_ARRAY(v->arena, (size_t)n, uint32_t);
    t->state = ARENA_ARRAY(v->arena, (size_t)n, uint32_t);
    return !v->arena->failed;
}

void course_regions(const struct course_table *t, uint32_t code, uint32_t *region)
{
    for (uint32_t i = 0; i < t->view->n_locals; i++)
        region[i] = t->regions[i].lo + code / t->stride[i] % t->count[i];
}

static bool fill_table(struct course_table *t, struct clause_view *v, day_t day,
                       struct collected *all)
{
    uint32_t *region = ARENA_ARRAY(v->arena, v->n_locals, uint32_t);
    struct course c = {v, day, t->regions, region};
    if (!region)
        return false;
    for (uint32_t code = 0; code < t->n; code++) {
        course_regions(t, code, region);
        t->outcome[code] = t->state[code] = IMAGE_NONE;
        if (!feasible(v, t->regions, region))
            continue;
        struct outcome o;
        if (!walk(&c, &o))
            return false;
        t->outcome[code] = collect(v, all, &o);
        if (t->outcome[code] == IMAGE_NONE)
            return false;
        t->state[code] = all->states[t->outcome[code]];
    }
    return true;
}

static struct regions *regions_of_day(struct clause_view *v, day_t day)
{
    struct regions *rs = ARENA_ARRAY(v->arena, v->n_locals, struct regions);
    for (uint32_t i = 0; rs && i < v->n_locals; i++)
        if (!regions_init(&rs[i], &v->locals[i], day, v->arena))
            return NULL;
    return rs;
}

static bool courses_in(struct course_table *t, struct clause_view *v, day_t day,
                       const struct regions *rs, struct collected *all)
{
    if (!table_init(t, v, rs) || !fill_table(t, v, day, all) || all->n == 0)
        return false;
    t->outcomes = all->items;
    return true;
}

bool courses_of_day(struct course_table *t, struct clause_view *v, day_t day, struct collected *all)
{
    const struct regions *rs = regions_of_day(v, day);
    return rs && courses_in(t, v, day, rs, all);
}

/* Most days have one course: nothing is known that could still go one way or the other. */
static bool only_course(const struct clause_view *v, const struct regions *rs, uint32_t *region)
{
    for (uint32_t i = 0; i < v->n_locals; i++) {
        if (rs[i].lo != rs[i].hi)
            return false;
        region[i] = rs[i].lo;
    }
    return true;
}

static bool fill_with_one(const struct clause_view *v, struct day_view *d, const struct regions *rs,
                          const uint32_t *region)
{
    const struct course c = {v, d->day, rs, region};
    struct outcome *only = ARENA_ROOM(v->arena, 1, struct outcome);
    if (!only || !walk(&c, only))
        return false;
    d->outcomes = only;
    d->n_outcomes = 1;
    d->status = only->status;
    return true;
}

static bool fill_with_all(struct clause_view *v, struct day_view *d, const struct regions *rs)
{
    struct course_table t;
    struct collected all = {0};
    if (!courses_in(&t, v, d->day, rs, &all))
        return false;
    d->outcomes = all.items;
    d->n_outcomes = all.n;
    d->status = d->outcomes->status;
    for (uint32_t i = 1; i < all.n; i++)
        if (all.states[i] != 0)
            d->status = STATUS_DEPENDS;
    return d->status != STATUS_DEPENDS || cases_build(&t, v->arena, &d->cases, &d->n_cases);
}

const struct day_view *day_view_get(struct clause_view *v, day_t day)
{
    uint32_t region[MAX_LOCALS];
    struct day_view *d = ARENA_ROOM(v->arena, 1, struct day_view);
    const struct regions *rs = v->n_locals > 0 ? regions_of_day(v, day) : NULL;
    if (!d || v->arena->failed)
        return NULL;
    *d = (struct day_view){.day = day};
    const bool good =
        only_course(v, rs, region) ? fill_with_one(v, d, rs, region) : fill_with_all(v, d, rs);
    return good ? d : NULL;
}
