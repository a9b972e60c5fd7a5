/* Preparing a clause: which acts are known, and which unknowns their bounds hang on. */
#include "view.h"

/* --- known acts --- */

bool act_known(const struct setting *s, uint32_t act)
{
    const struct act_row *a = &s->image->acts[act];
    day_t by = s->question->signed_on;
    if (by != DAY_NONE)
        return s->image->instruments[a->instrument].signed_last <= by;
    return a->known_day <= s->known;
}

bool act_lost(const struct setting *s, uint32_t act)
{
    if (s->lost_source == IMAGE_NONE)
        return false;
    const struct span all = act_sources(s->image, act);
    for (uint32_t i = 0; i < all.n; i++)
        if (s->image->refs[all.first + i] != s->lost_source)
            return false;
    return true;
}

/* An implicit act speaks of a clause that its reader already knows: one of whose written acts,
 * signed on an earlier day, is known too. A written act of its own instrument hides it, once that
 * is known. */
bool implicit_speaks(const struct clause_view *v, uint32_t act, uint32_t *ret_instead)
{
    const struct act_row *a = &v->img->acts[act];
    day_t signed_first = v->img->instruments[a->instrument].signed_first;
    bool elder = false;
    *ret_instead = IMAGE_NONE;
    for (uint32_t i = 0; i < v->n_acts && v->acts[i] < act; i++) {
        const struct act_row *b = &v->img->acts[v->acts[i]];
        if (b->flags & ACT_IMPLICIT)
            continue;
        if (b->instrument == a->instrument) {
            *ret_instead = v->acts[i];
            return false;
        }
        elder = elder || v->img->instruments[b->instrument].signed_first < signed_first;
    }
    return elder;
}

static void find_known_acts(struct clause_view *v)
{
    struct span all = v->img->clauses[v->clause].acts;
    uint32_t *acts = ARENA_ROOM(v->arena, all.n, uint32_t);
    uint32_t n_terms = 0, instead;
    v->acts = acts;
    for (uint32_t i = 0; acts && i < all.n; i++) {
        const uint32_t act = all.first + i;
        const struct act_row *a = &v->img->acts[act];
        if (!act_known(v->setting, act) || act_lost(v->setting, act) ||
            ((a->flags & ACT_IMPLICIT) && !implicit_speaks(v, act, &instead)))
            continue;
        acts[v->n_acts++] = act;
        n_terms += a->n_terms;
    }
    v->buffer = ARENA_ROOM(v->arena, (size_t)v->n_acts + n_terms, uint32_t);
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

static struct domain plain_day(day_t d)
{
    return (struct domain){d, d};
}

static struct domain unknown_days(const struct clause_view *v, const struct bound_row *b)
{
    const struct agreement_row *g = &v->img->agreements[v->setting->agreement];
    const struct offset plus = {b->count, b->unit};
    const struct domain d = b->kind == BOUND_EVENT ? v->setting->events[b->a - g->events.first]
                                                   : v->setting->unknowns[b->a - g->unknowns.first];
    return (struct domain){day_plus(d.first, plus), day_plus(d.last, plus)};
}

static struct domain member_days(const struct clause_view *v, const struct bound_row *b)
{
    struct domain all = bound_domain(v, b->a);
    for (uint32_t i = 1; i < b->b; i++) {
        const struct domain d = bound_domain(v, b->a + i);
        const bool first = b->kind == BOUND_FIRST_OF;
        if (first ? d.first < all.first : d.first > all.first)
            all.first = d.first;
        if (first ? d.last < all.last : d.last > all.last)
            all.last = d.last;
    }
    return all;
}

struct domain bound_domain(const struct clause_view *v, bound_ref ref)
{
    if (BOUND_IS_PLAIN(ref))
        return plain_day(BOUND_DAY(ref));
    const struct bound_row *b = &v->img->bounds[ref];
    switch ((enum bound_kind)b->kind) {
    case BOUND_EVENT:
    case BOUND_UNKNOWN:
        return unknown_days(v, b);
    case BOUND_AFTER:
        return plain_day((day_t)b->b);
    case BOUND_DAY_MEMBER:
        return plain_day((day_t)b->a);
    case BOUND_FIRST_OF:
    case BOUND_LAST_OF:
        return member_days(v, b);
    case BOUND_UNDISCLOSED:
    case BOUND_UNSTATED:
    case BOUND_KIND_COUNT:
        break;
    }
    return plain_day(DAY_NEVER);
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
