/* Putting an explanation together, and what its parts share.
 *
 * What would change an answer is found by asking again: under an assumption, as known on another
 * day, without a source. So it cannot say anything else than an answer would. */
#include "explain_parts.h"

#include <stdlib.h>
#include <string.h>

/* ---- what the parts share ---- */

static int by_day(const void *a, const void *b)
{
    const day_t x = *(const day_t *)a, y = *(const day_t *)b;
    return (x > y) - (x < y);
}

void day_list_sort(struct day_list *s)
{
    uint32_t kept = 0;
    if (s->n > 1)
        qsort(s->items, s->n, sizeof *s->items, by_day);
    for (uint32_t i = 0; i < s->n; i++)
        if (kept == 0 || s->items[kept - 1] != s->items[i])
            s->items[kept++] = s->items[i];
    s->n = kept;
}

void day_list_add(struct day_list *s, day_t d, struct arena *a)
{
    if (d < DAY_MIN || d > DAY_MAX)
        return;
    if (s->n == s->cap) {
        const uint32_t cap = s->cap == 0 ? 16 : s->cap * 2;
        day_t *more = ARENA_ARRAY(a, cap, day_t);
        if (!more)
            return;
        if (s->n > 0)
            memcpy(more, s->items, s->n * sizeof *more);
        s->items = more;
        s->cap = cap;
    }
    s->items[s->n++] = d;
}

static void add_bound(const struct clause_view *v, bound_ref ref, day_t day, struct day_list *s)
{
    if (ref == IMAGE_NONE || BOUND_IS_PLAIN(ref))
        return;
    const struct bound_row *b = &v->img->bounds[ref];
    if (b->kind == BOUND_EVENT || b->kind == BOUND_UNKNOWN)
        day_list_add(s, day_latest_reaching(day, (struct offset){b->count, b->unit}), v->arena);
    if (b->kind == BOUND_FIRST_OF || b->kind == BOUND_LAST_OF)
        for (uint32_t i = 0; i < b->b; i++)
            add_bound(v, b->a + i, day, s);
}

void add_thresholds(const struct clause_view *v, day_t day, bool all, struct day_list *s)
{
    const struct span acts = v->img->clauses[v->clause].acts;
    for (uint32_t i = 0; i < (all ? acts.n : v->n_acts); i++) {
        const struct act_row *a = &v->img->acts[all ? acts.first + i : v->acts[i]];
        add_bound(v, a->from, day, s);
        add_bound(v, a->until, day, s);
    }
}

bool answer_under(const struct clause_view *v, const struct question *q, day_t day, struct arena *a,
                  const struct row **ret)
{
    struct setting *s = ARENA_NEW(a, struct setting);
    struct diags refused;
    *ret = NULL;
    if (!s)
        return false;
    diags_init(&refused, 1);
    const enum status status = setting_init(s, v->img, v->setting->agreement, q, a, &refused);
    diags_done(&refused);
    if (status == ST_USAGE)
        return true;
    return status == ST_OK && engine_answer_day(s, v->clause, day, a, ret) == ST_OK;
}

enum status answers_differ(const struct row *x, const struct row *y, struct arena *a,
                           bool *ret_differ)
{
    const struct change *changes = NULL;
    size_t n = 0;
    const enum status status = engine_changes(x, y, a, &changes, &n);
    *ret_differ = false;
    for (size_t i = 0; i < n; i++)
        *ret_differ |= changes[i].path != NULL || strcmp(changes[i].field, "status") == 0 ||
                       strcmp(changes[i].field, "cases") == 0;
    return status;
}

bool rows_differ(const struct row *x, const struct row *y, struct arena *a, bool *ret)
{
    *ret = (x == NULL) != (y == NULL);
    return !x || !y || answers_differ(x, y, a, ret) == ST_OK;
}

/* ---- sources ---- */

/* The sources on which a known act hangs alone. Losing any other takes no act out. */
static uint32_t lone_sources(const struct clause_view *v, uint32_t *list)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < v->n_acts; i++) {
        const struct span all = act_sources(v->img, v->acts[i]);
        const uint32_t *refs = &v->img->refs[all.first];
        bool alone = all.n > 0;
        for (uint32_t k = 1; k < all.n; k++)
            alone &= refs[k] == refs[0];
        if (alone)
            list[n++] = refs[0];
    }
    return sort_distinct(list, n);
}

/* Loss of a source: every act of the clause that has no other source is taken out of its history.
 * What else hangs on the source, an event's occurrence or a reported figure, stays. */
static bool explain_sources(const struct clause_view *v, const struct row *row,
                            struct explanation *ret)
{
    struct arena *a = v->arena;
    uint32_t *sources = ARENA_ARRAY(a, v->n_acts, uint32_t);
    struct lost_source *list = ARENA_ARRAY(a, v->n_acts, struct lost_source);
    const uint32_t n = sources && list ? lone_sources(v, sources) : 0;
    for (uint32_t i = 0; i < n; i++) {
        struct setting *s = ARENA_NEW(a, struct setting);
        const struct row *without = NULL;
        bool differ = false;
        if (!s)
            return false;
        *s = *v->setting;
        s->lost_source = sources[i];
        if (engine_answer_day(s, v->clause, row->day, a, &without) != ST_OK ||
            !rows_differ(row, without, a, &differ))
            return false;
        if (differ)
            list[ret->n_sources++] = (struct lost_source){sources[i], without};
    }
    ret->sources = list;
    return list != NULL;
}

/* ---- all of it ---- */

static bool explain_nearest(const struct clause_view *v, const struct row *row,
                            struct explanation *ret)
{
    if (row->from != DAY_NONE &&
        engine_answer_day(v->setting, v->clause, row->from - 1, v->arena, &ret->earlier) != ST_OK)
        return false;
    return row->through == DAY_NONE || engine_answer_day(v->setting, v->clause, row->through + 1,
                                                         v->arena, &ret->later) == ST_OK;
}

enum status engine_explain(const struct setting *s, uint32_t clause, struct arena *a,
                           struct explanation *ret)
{
    const day_t day = s->question->first;
    struct clause_view v;
    size_t n = 0;
    *ret = (struct explanation){0};
    if (engine_answer(s, clause, a, &ret->row, &n) != ST_OK ||
        !clause_view_init(&v, s, clause, a) || !explain_acts(&v, day, &ret->acts, &ret->n_acts) ||
        !explain_nearest(&v, ret->row, ret) ||
        !explain_pivots(&v, day, &ret->pivots, &ret->n_pivots) ||
        !explain_beliefs(&v, day, &ret->beliefs, &ret->n_beliefs) ||
        !explain_sources(&v, ret->row, ret))
        return ST_NOMEM;
    return a->failed ? ST_NOMEM : ST_OK;
}
