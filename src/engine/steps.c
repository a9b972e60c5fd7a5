/* The line of days of each unknown is cut at the thresholds of both days; a course is one segment
 * for each. As regions do for one day (courses.c), that makes them finitely many. */
#include "steps.h"

/* More courses than this, and days on which two unknowns fall are left out. */
#define MANY (UINT64_C(1) << 20)

struct segment {
    day_t first, last;  /* within the domain */
    uint32_t eve, day;  /* digits in the tables */
    uint32_t n_falling; /* bounds that fall on the day and not always together */
    struct offset plus; /* the first of them by name */
};

struct segments {
    struct segment *items;
    uint32_t n;
};

static void mark_acting(const struct clause_view *v, bool **acting, bound_ref ref)
{
    if (ref == IMAGE_NONE || BOUND_IS_PLAIN(ref))
        return;
    const struct bound_row *b = &v->img->bounds[ref];
    uint32_t offset;
    if (b->kind == BOUND_EVENT || b->kind == BOUND_UNKNOWN)
        acting[local_of(v, b, &offset)][offset] = true;
    for (uint32_t i = 0; (b->kind == BOUND_FIRST_OF || b->kind == BOUND_LAST_OF) && i < b->b; i++)
        mark_acting(v, acting, b->a + i);
}

bool *const *acting_offsets(struct clause_view *v)
{
    bool **acting = ARENA_ARRAY(v->arena, v->n_locals, bool *);
    for (uint32_t i = 0; acting != NULL && i < v->n_locals; i++)
        acting[i] = ARENA_ARRAY(v->arena, v->locals[i].n_offsets, bool);
    for (uint32_t i = 0; !v->arena->failed && i < v->n_acts; i++) {
        const struct act_row *a = &v->img->acts[v->acts[i]];
        if (a->type == ACT_REAFFIRM || a->type == ACT_SILENT)
            continue;
        mark_acting(v, acting, a->from);
        mark_acting(v, acting, a->until);
    }
    return v->arena->failed ? NULL : acting;
}

bool steps_init(struct steps *s, struct clause_view *v, bool *const *acting, day_t day,
                struct collected *all)
{
    *s = (struct steps){.view = v, .acting = acting, .day = day};
    return courses_of_day(&s->eve, v, day - 1, all) && courses_of_day(&s->table, v, day, all);
}

/* The bounds that a day of the segment meets on the day. Offsets that have one threshold on both
 * days fall together. */
static void find_falling(const struct steps *s, uint32_t local, struct segment *g)
{
    const struct local *l = &s->view->locals[local];
    const struct regions *eve = &s->eve.regions[local], *day = &s->table.regions[local];
    const uint32_t at_eve = eve->lo + g->eve, at_day = day->lo + g->day;
    for (uint32_t k = 0; k < l->n_offsets; k++) {
        if (!s->acting[local][k] || at_eve <= eve->rank[k] || at_day > day->rank[k])
            continue;
        bool same = false;
        for (uint32_t m = 0; m < k && !same; m++)
            same =
                s->acting[local][m] && eve->rank[m] == eve->rank[k] && day->rank[m] == day->rank[k];
        if (g->n_falling == 0 || offset_order(l->offsets[k], g->plus) < 0)
            g->plus = l->offsets[k];
        g->n_falling += !same;
    }
}

static void add_segment(const struct steps *s, uint32_t local, day_t first, day_t last,
                        struct segments *all)
{
    const struct local *l = &s->view->locals[local];
    const struct regions *eve = &s->eve.regions[local], *day = &s->table.regions[local];
    if (first < l->domain.first)
        first = l->domain.first;
    if (last > l->domain.last)
        last = l->domain.last;
    if (first > last)
        return;
    struct segment *g = &all->items[all->n++];
    *g = (struct segment){.first = first,
                          .last = last,
                          .eve = region_of(eve, first) - eve->lo,
                          .day = region_of(day, first) - day->lo};
    find_falling(s, local, g);
}

static bool segments_init(const struct steps *s, uint32_t local, struct segments *ret)
{
    const struct regions *eve = &s->eve.regions[local], *day = &s->table.regions[local];
    *ret = (struct segments){
        ARENA_ARRAY(s->view->arena, (size_t)eve->n + day->n + 1, struct segment), 0};
    day_t from = DAY_MIN;
    for (uint32_t i = 0, k = 0; ret->items != NULL && (i < eve->n || k < day->n);) {
        const day_t cut =
            k == day->n || (i < eve->n && eve->at[i] < day->at[k]) ? eve->at[i] : day->at[k];
        i += i < eve->n && eve->at[i] == cut;
        k += k < day->n && day->at[k] == cut;
        add_segment(s, local, from, cut, ret);
        from = cut + 1;
    }
    if (ret->items != NULL)
        add_segment(s, local, from, DAY_NEVER, ret);
    return ret->items != NULL;
}

struct visit {
    const struct steps *steps;
    const struct segments *segments;
    const struct segment **at; /* the course */
    bool one_falls;            /* no more than one */
    step_fn *fn;
    void *ctx;
};

static bool fits(const struct visit *v)
{
    const struct clause_view *view = v->steps->view;
    for (uint32_t i = 0; i < view->n_locals; i++)
        for (uint32_t k = 0; view->locals[i].requires != 0 && k < view->n_locals; k++)
            if ((view->locals[i].requires >> k & 1) && v->at[k]->first > v->at[i]->last)
                return false;
    return true;
}

static void tell(const struct visit *v, uint64_t falling)
{
    const struct steps *s = v->steps;
    const struct clause_view *view = s->view;
    struct step step = {.falling = falling, .local = IMAGE_NONE};
    uint32_t day = 0;
    for (uint32_t i = 0; i < view->n_locals; i++) {
        step.eve += v->at[i]->eve * s->eve.stride[i];
        day += v->at[i]->day * s->table.stride[i];
        if (step.local == IMAGE_NONE && (falling >> i & 1)) {
            step.local = i;
            step.plus = v->at[i]->plus;
            step.alone = falling == UINT64_C(1) << i && v->at[i]->n_falling == 1;
        }
    }
    step.before = s->eve.outcome[step.eve];
    step.after = s->table.outcome[day];
    if (step.before != IMAGE_NONE && step.after != IMAGE_NONE)
        v->fn(v->ctx, &step);
}

/* As deep as there are locals. */
static void visit(const struct visit *v, uint32_t local, uint64_t falling)
{
    const struct clause_view *view = v->steps->view;
    if (local == view->n_locals) {
        if (fits(v))
            tell(v, falling);
        return;
    }
    for (uint32_t i = 0; i < v->segments[local].n; i++) {
        const struct segment *g = &v->segments[local].items[i];
        const bool falls = g->n_falling > 0 && local_is_open(&view->locals[local]);
        if (falls && falling != 0 && v->one_falls)
            continue;
        v->at[local] = g;
        visit(v, local + 1, falls ? falling | UINT64_C(1) << local : falling);
    }
}

bool steps_each(const struct steps *s, step_fn *fn, void *ctx)
{
    struct arena *a = s->view->arena;
    const uint32_t n = s->view->n_locals;
    struct segments *segments = ARENA_ARRAY(a, n, struct segments);
    struct visit v = {.steps = s, .segments = segments, .fn = fn, .ctx = ctx};
    v.at = ARENA_ARRAY(a, n, const struct segment *);
    uint64_t courses = 1;
    if (a->failed)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        if (!segments_init(s, i, &segments[i]))
            return false;
        courses = courses > MANY ? courses : courses * segments[i].n;
    }
    v.one_falls = courses > MANY;
    visit(&v, 0, 0);
    return true;
}
