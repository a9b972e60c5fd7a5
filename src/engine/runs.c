/* Where an answer can change, and how far it reaches.
 *
 * Between two neighbouring breaks nothing that a course can tell apart changes: a plain bound is
 * reached on its own day; an unknown with an offset may be reached from (its first day + offset) on
 * and is surely reached from (its last day + offset) on. In between, whether it is reached depends
 * on the course, on each day alike - unless two offsets swap places with the calendar: one month is
 * 28 to 31 days, so "1m" and "30d" after one event stand in one order in March and in the other in
 * April. Such pairs are looked at day by day; since the calendar repeats after 400 years (146,097
 * days), a run that has not changed for so long within one stretch does not change in it any more.
 */
#include <stdlib.h>

#include "view.h"

struct breaks {
    day_t *days;
    uint32_t n, cap;
    struct arena *arena;
};

static void add_break(struct breaks *b, day_t d)
{
    if (d <= DAY_MIN || d > DAY_MAX)
        return;
    if (b->n == b->cap) {
        uint32_t cap = b->cap == 0 ? 16 : b->cap * 2;
        day_t *more = ARENA_ROOM(b->arena, cap, day_t);
        if (!more)
            return;
        if (b->n > 0)
            memcpy(more, b->days, b->n * sizeof *more);
        b->days = more;
        b->cap = cap;
    }
    b->days[b->n++] = d;
}

static void add_bound(const struct clause_view *v, struct breaks *b, bound_ref ref)
{
    if (ref == IMAGE_NONE)
        return;
    if (BOUND_IS_PLAIN(ref)) {
        add_break(b, BOUND_DAY(ref));
        return;
    }
    const struct bound_row *row = &v->img->bounds[ref];
    if (row->kind == BOUND_AFTER)
        add_break(b, (day_t)row->b);
    else if (row->kind == BOUND_DAY_MEMBER)
        add_break(b, (day_t)row->a);
    else if (row->kind == BOUND_FIRST_OF || row->kind == BOUND_LAST_OF)
        for (uint32_t i = 0; i < row->b; i++)
            add_bound(v, b, row->a + i);
}

static void add_unknowns(const struct clause_view *v, struct breaks *b)
{
    for (uint32_t i = 0; i < v->n_locals; i++) {
        const struct local *l = &v->locals[i];
        for (uint32_t k = 0; k < l->n_offsets; k++) {
            add_break(b, day_plus(l->domain.first, l->offsets[k]));
            add_break(b, day_plus(l->domain.last, l->offsets[k]));
        }
    }
}

static int by_day(const void *a, const void *b)
{
    day_t x = *(const day_t *)a, y = *(const day_t *)b;
    return (x > y) - (x < y);
}

/* Most clauses have a handful. */
static void sort_days(day_t *days, uint32_t n)
{
    if (n > 16) {
        qsort(days, n, sizeof *days, by_day);
        return;
    }
    for (uint32_t i = 1; i < n; i++) {
        const day_t moving = days[i];
        uint32_t k = i;
        for (; k > 0 && days[k - 1] > moving; k--)
            days[k] = days[k - 1];
        days[k] = moving;
    }
}

static bool of_days(struct offset o)
{
    return o.count == 0 || o.unit == 'd' || o.unit == 'w';
}

/* Only so many days and so many months that are about as long. */
bool offsets_may_swap(struct offset a, struct offset b)
{
    if (of_days(a) == of_days(b) || a.count == 0 || b.count == 0)
        return false;
    struct offset d = of_days(a) ? a : b, m = of_days(a) ? b : a;
    int64_t days = (int64_t)d.count * (d.unit == 'w' ? 7 : 1);
    int64_t months = (int64_t)m.count * (m.unit == 'y' ? 12 : 1);
    return days >= 28 * months && days <= 31 * months;
}

static bool related(const struct clause_view *v, uint32_t i, uint32_t k)
{
    return i == k || (v->locals[i].requires >> k & 1) || (v->locals[k].requires >> i & 1);
}

typedef bool pair_fn(const struct clause_view *v, struct offset a, struct offset b, day_t day);

/* Does `fits` hold of some pair of offsets of one unknown, or of two where one requires the other?
 */
static bool some_pair(const struct clause_view *v, pair_fn *fits, day_t day)
{
    for (uint32_t i = 0; i < v->n_locals; i++)
        for (uint32_t k = i; k < v->n_locals; k++) {
            if (!related(v, i, k))
                continue;
            for (uint32_t x = 0; x < v->locals[i].n_offsets; x++)
                for (uint32_t y = 0; y < v->locals[k].n_offsets; y++)
                    if (fits(v, v->locals[i].offsets[x], v->locals[k].offsets[y], day))
                        return true;
        }
    return false;
}

static bool pair_may_swap(const struct clause_view *v, struct offset a, struct offset b, day_t day)
{
    (void)v;
    (void)day;
    return offsets_may_swap(a, b);
}

static int order_on(struct offset a, struct offset b, day_t day)
{
    day_t x = day_latest_reaching(day, a), y = day_latest_reaching(day, b);
    return (x > y) - (x < y);
}

static bool pair_swaps(const struct clause_view *v, struct offset a, struct offset b, day_t day)
{
    (void)v;
    return offsets_may_swap(a, b) && order_on(a, b, day) != order_on(a, b, day - 1);
}

static void add_fixed(const struct clause_view *v, struct breaks *b)
{
    for (uint32_t i = 0; i < v->n_acts; i++) {
        const struct act_row *a = &v->img->acts[v->acts[i]];
        add_bound(v, b, a->from);
        add_bound(v, b, a->until);
        if (a->through != DAY_NONE)
            add_break(b, a->through + 1);
    }
}

const day_t *fixed_breaks(const struct clause_view *v, uint32_t *ret_n)
{
    static const day_t none;
    struct breaks b = {.arena = v->arena};
    add_fixed(v, &b);
    *ret_n = b.n;
    return v->arena->failed ? NULL : b.n > 0 ? b.days : &none;
}

bool breaks_init(struct clause_view *v)
{
    struct breaks b = {.arena = v->arena};
    add_fixed(v, &b);
    add_unknowns(v, &b);
    sort_days(b.days, b.n);
    uint32_t n = 0;
    for (uint32_t i = 0; i < b.n; i++)
        if (n == 0 || b.days[n - 1] != b.days[i])
            b.days[n++] = b.days[i];
    v->breaks = b.days;
    v->n_breaks = n;
    v->irregular = v->n_locals > 0 && some_pair(v, pair_may_swap, DAY_MIN);
    return !v->arena->failed;
}

/* Index of the first break after a day; n_breaks if there is none. */
static uint32_t break_after(const struct clause_view *v, day_t day)
{
    uint32_t lo = 0, hi = v->n_breaks;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (v->breaks[mid] > day)
            hi = mid;
        else
            lo = mid + 1;
    }
    return lo;
}

day_t change_after(const struct clause_view *v, day_t day)
{
    uint32_t i = break_after(v, day);
    day_t end = i < v->n_breaks ? v->breaks[i] : DAY_NEVER;
    if (!v->irregular)
        return end;
    for (day_t d = day + 1; d < end && d - day <= CALENDAR_PERIOD; d++)
        if (some_pair(v, pair_swaps, d))
            return d;
    return end;
}

day_t change_at_or_before(const struct clause_view *v, day_t day)
{
    uint32_t i = break_after(v, day);
    day_t start = i > 0 ? v->breaks[i - 1] : DAY_MIN;
    if (!v->irregular)
        return start;
    for (day_t d = day; d > start && day - d <= CALENDAR_PERIOD; d--)
        if (some_pair(v, pair_swaps, d))
            return d;
    return start;
}

static bool cases_same(const struct clause_view *v, const struct answer_case *a,
                       const struct answer_case *b)
{
    if (a->status != b->status || a->n_when != b->n_when ||
        !term_lists_same(v->img, v->setting->known, a->terms, a->n_terms, b->terms, b->n_terms))
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

bool day_views_same(const struct clause_view *v, const struct day_view *a, const struct day_view *b)
{
    if (a->status != b->status)
        return false;
    if (a->status != STATUS_DEPENDS)
        return states_same(v, &a->outcomes[0], &b->outcomes[0]);
    if (a->n_cases != b->n_cases)
        return false;
    for (uint32_t i = 0; i < a->n_cases; i++)
        if (!cases_same(v, &a->cases[i], &b->cases[i]))
            return false;
    return true;
}

static bool all_fields_same(const struct clause_view *v, const struct day_view *a,
                            const struct day_view *b)
{
    if (a->n_outcomes != b->n_outcomes)
        return false;
    for (uint32_t i = 0; i < a->n_outcomes; i++)
        for (int f = 0; f < FIELD_COUNT; f++)
            if (!field_same(v->img, (enum row_field)f, &a->outcomes[i], &b->outcomes[i]))
                return false;
    return day_views_same(v, a, b);
}

day_t next_to_ask(const struct clause_view *v, day_t base, day_t d)
{
    if (!v->irregular)
        return change_after(v, d);
    uint32_t i = break_after(v, d);
    day_t start = i > 0 ? v->breaks[i - 1] : DAY_MIN;
    if (d - (base > start ? base : start) > CALENDAR_PERIOD)
        return i < v->n_breaks ? v->breaks[i] : DAY_NEVER;
    return change_after(v, d);
}

typedef bool same_fn(const struct clause_view *v, const struct day_view *a,
                     const struct day_view *b);

static bool extend_right(struct clause_view *v, const struct day_view *base, same_fn *same,
                         day_t *ret_through, const struct day_view **ret_after)
{
    *ret_after = NULL;
    for (day_t d = base->day;;) {
        day_t next = next_to_ask(v, base->day, d);
        if (next == DAY_NEVER) {
            *ret_through = DAY_MAX;
            return true;
        }
        const struct day_view *there = day_view_get(v, next);
        if (!there)
            return false;
        if (!same(v, base, there)) {
            *ret_through = next - 1;
            *ret_after = there;
            return true;
        }
        d = next;
    }
}

bool run_extend_right(struct clause_view *v, const struct day_view *base, day_t *ret_through,
                      const struct day_view **ret_after)
{
    return extend_right(v, base, day_views_same, ret_through, ret_after);
}

bool stretch_extend_right(struct clause_view *v, const struct day_view *base, day_t *ret_through,
                          const struct day_view **ret_after)
{
    return extend_right(v, base, all_fields_same, ret_through, ret_after);
}

/* The first day of those up to `d` that are alike; once a whole calendar period up to `base` has
 * gone by unchanged, the stretch's first. */
static day_t alike_since(const struct clause_view *v, day_t base, day_t d)
{
    if (!v->irregular)
        return change_at_or_before(v, d);
    const uint32_t i = break_after(v, d);
    const day_t right = i < v->n_breaks ? v->breaks[i] - 1 : DAY_MAX;
    if ((base < right ? base : right) - d > CALENDAR_PERIOD)
        return i > 0 ? v->breaks[i - 1] : DAY_MIN;
    return change_at_or_before(v, d);
}

bool run_extend_left(struct clause_view *v, const struct day_view *base, day_t *ret_from,
                     const struct day_view **ret_before)
{
    *ret_before = NULL;
    for (day_t d = base->day;;) {
        const day_t start = alike_since(v, base->day, d);
        if (start == DAY_MIN) {
            *ret_from = DAY_MIN;
            return true;
        }
        const struct day_view *there = day_view_get(v, start - 1);
        if (!there)
            return false;
        if (!day_views_same(v, base, there)) {
            *ret_from = start;
            *ret_before = there;
            return true;
        }
        d = start - 1;
    }
}
