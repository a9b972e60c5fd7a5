/* Preparing a clause: which acts are known, and which unknowns their bounds hang on. */
#include "view.h"

/* --- known acts --- */

static bool announced_in_time(const struct setting *s, const struct act_row *a)
{
    day_t by = s->question->signed_on;
    if (by != DAY_NONE)
        return s->image->instruments[a->instrument].signed_last <= by;
    return a->known_day <= s->known;
}

/* An implicit act speaks of a clause that its reader already knows: one of whose written acts,
 * signed on an earlier day, is known too. A written act of its own instrument hides it, once that
 * is known. */
static bool implicit_speaks(const struct clause_view *v, const struct act_row *a)
{
    day_t signed_first = v->img->instruments[a->instrument].signed_first;
    bool elder = false;
    for (uint32_t i = 0; i < v->n_acts; i++) {
        const struct act_row *b = &v->img->acts[v->acts[i]];
        if (b->flags & ACT_IMPLICIT)
            continue;
        if (b->instrument == a->instrument)
            return false;
        elder = elder || v->img->instruments[b->instrument].signed_first < signed_first;
    }
    return elder;
}

static void find_known_acts(struct clause_view *v)
{
    struct span all = v->img->clauses[v->clause].acts;
    uint32_t *acts = ARENA_ARRAY(v->arena, all.n, uint32_t);
    uint32_t n_terms = 0;
    v->acts = acts;
    for (uint32_t i = 0; acts && i < all.n; i++) {
        const struct act_row *a = &v->img->acts[all.first + i];
        if (!announced_in_time(v->setting, a) ||
            ((a->flags & ACT_IMPLICIT) && !implicit_speaks(v, a)))
            continue;
        acts[v->n_acts++] = all.first + i;
        n_terms += a->n_terms;
    }
    v->buffer = ARENA_ARRAY(v->arena, (size_t)v->n_acts + n_terms, uint32_t);
}

/* --- the unknowns they hang on --- */

typedef void leaf_fn(struct clause_view *v, const struct bound_row *b);

static void each_leaf(struct clause_view *v, bound_ref ref, leaf_fn *leaf)
{
    if (ref == IMAGE_NONE || BOUND_IS_PLAIN(ref))
        return;
    const struct bound_row *b = &v->img->bounds[ref];
    if (b->kind == BOUND_EVENT || b->kind == BOUND_UNKNOWN)
        leaf(v, b);
    else if (b->kind == BOUND_FIRST_OF || b->kind == BOUND_LAST_OF)
        for (uint32_t i = 0; i < b->b; i++)
            each_leaf(v, b->a + i, leaf);
}

static void each_unknown(struct clause_view *v, leaf_fn *leaf)
{
    for (uint32_t i = 0; i < v->n_acts; i++) {
        const struct act_row *a = &v->img->acts[v->acts[i]];
        each_leaf(v, a->from, leaf);
        each_leaf(v, a->until, leaf);
    }
}

static struct local *find_local(struct clause_view *v, const struct bound_row *b)
{
    for (uint32_t i = 0; i < v->n_locals; i++)
        if (v->locals[i].ref.is_event == (b->kind == BOUND_EVENT) && v->locals[i].ref.index == b->a)
            return &v->locals[i];
    return NULL;
}

/* First round: each unknown once. */
static void note_local(struct clause_view *v, const struct bound_row *b)
{
    if (find_local(v, b) || v->failed)
        return;
    if (v->n_locals == MAX_LOCALS) {
        v->failed = true;
        return;
    }
    const struct image *img = v->img;
    const struct agreement_row *g = &img->agreements[v->setting->agreement];
    struct local *l = &v->locals[v->n_locals++];
    bool event = b->kind == BOUND_EVENT;
    l->ref =
        (struct unknown_ref){event, b->a, event ? img->events[b->a].id : img->unknowns[b->a].name};
    l->domain = event ? v->setting->events[b->a - g->events.first]
                      : v->setting->unknowns[b->a - g->unknowns.first];
}

/* Second round: each offset of it once. Arrays grow by doubling: n is a power of two when full. */
static void note_offset(struct clause_view *v, const struct bound_row *b)
{
    struct local *l = find_local(v, b);
    if (!l)
        return;
    uint32_t n = l->n_offsets;
    for (uint32_t i = 0; i < n; i++)
        if (l->offsets[i].count == b->count && l->offsets[i].unit == b->unit)
            return;
    if ((n & (n - 1)) == 0) {
        struct offset *more = ARENA_ARRAY(v->arena, n == 0 ? 1 : 2 * (size_t)n, struct offset);
        if (!more)
            return;
        if (n > 0)
            memcpy(more, l->offsets, n * sizeof *more);
        l->offsets = more;
    }
    struct offset *at = (struct offset *)(uintptr_t)&l->offsets[n];
    *at = (struct offset){b->count, b->unit};
    l->n_offsets++;
}

static void sort_locals(struct clause_view *v)
{
    for (uint32_t i = 1; i < v->n_locals; i++) {
        struct local moving = v->locals[i];
        const char *name = image_str(v->img, moving.ref.name);
        uint32_t k = i;
        for (; k > 0 && strcmp(image_str(v->img, v->locals[k - 1].ref.name), name) > 0; k--)
            v->locals[k] = v->locals[k - 1];
        v->locals[k] = moving;
    }
}

/* With a stack of our own: chains may be long. */
bool mark_required(const struct clause_view *v, uint32_t event, bool *marked)
{
    const struct agreement_row *g = &v->img->agreements[v->setting->agreement];
    uint32_t *stack = ARENA_ARRAY(v->arena, g->events.n, uint32_t);
    uint32_t depth = 0;
    if (!stack)
        return false;
    for (uint32_t at = event - g->events.first;; at = stack[--depth]) {
        const struct event_row *e = &v->img->events[g->events.first + at];
        for (uint32_t i = 0; i < e->requires.n; i++) {
            uint32_t r = v->img->refs[e->requires.first + i] - g->events.first;
            if (!marked[r]) {
                marked[r] = true;
                stack[depth++] = r;
            }
        }
        if (depth == 0)
            return true;
    }
}

static void relate_locals(struct clause_view *v)
{
    const struct agreement_row *g = &v->img->agreements[v->setting->agreement];
    for (uint32_t i = 0; v->n_locals > 1 && i < v->n_locals; i++) {
        struct local *l = &v->locals[i];
        if (!l->ref.is_event || v->img->events[l->ref.index].requires.n == 0)
            continue;
        bool *marked = ARENA_ARRAY(v->arena, g->events.n, bool);
        if (!marked || !mark_required(v, l->ref.index, marked))
            return;
        for (uint32_t k = 0; k < v->n_locals; k++)
            if (k != i && v->locals[k].ref.is_event &&
                marked[v->locals[k].ref.index - g->events.first])
        l->requires |= UINT64_C(1) << k;
    }
}

static void count_leaf(struct clause_view *v, const struct bound_row *b)
{
    (void)b;
    v->n_locals++;
}

static void find_locals(struct clause_view *v)
{
    each_unknown(v, count_leaf);
    if (v->n_locals == 0)
        return;
    uint32_t most = v->n_locals < MAX_LOCALS ? v->n_locals : MAX_LOCALS;
    v->n_locals = 0;
    v->locals = ARENA_ARRAY(v->arena, most, struct local);
    if (!v->locals)
        return;
    each_unknown(v, note_local);
    if (v->failed)
        return;
    each_unknown(v, note_offset);
    sort_locals(v);
    relate_locals(v);
}

bool clause_view_init(struct clause_view *v, const struct setting *s, uint32_t clause,
                      struct arena *a)
{
    *v = (struct clause_view){.setting = s, .img = s->image, .clause = clause, .arena = a};
    find_known_acts(v);
    if (!a->failed)
        find_locals(v);
    return !v->failed && !a->failed && breaks_init(v);
}
