/* Cases of a day that depends (DESIGN part 3, 5): the leaves of the reduced decision tree over the
 * unknowns that matter, in the order of their names.
 *
 * An unknown matters if two courses that differ in it alone give different states. In the table of
 * courses those are two cells on one line along its digit. The unknowns that matter decide the
 * state: the courses that agree on them are joined by steps in one other unknown each (days under
 * "not before" form a lattice), and no such step changes the state.
 *
 * The tree is built from the last unknown up: a node's subtree is its list of leaves; neighbouring
 * regions with equal lists are one. A group of regions (Ta, Tb] says "not by Ta" and "by Tb", each
 * only where a course at that node does otherwise. */
#include "view.h"

struct leaves {
    const struct leaf *items;
    uint32_t n;
};

struct tree {
    const struct course_table *t;
    struct arena *arena;
    uint32_t matters[MAX_LOCALS]; /* locals, in order */
    uint32_t depth;               /* how many */
    size_t stride[MAX_LOCALS];    /* in cells, of each that matters */
    struct leaf *cells;           /* outcome IMAGE_NONE: no such course */
    bool failed;
};

static uint32_t digit(const struct course_table *t, uint32_t code, uint32_t local)
{
    return code / t->stride[local] % t->count[local];
}

static bool local_matters(const struct course_table *t, uint32_t local)
{
    for (uint32_t code = 0; code < t->n; code++) {
        if (digit(t, code, local) != 0)
            continue;
        uint32_t seen = IMAGE_NONE;
        for (uint32_t k = 0; k < t->count[local]; k++) {
            uint32_t state = t->state[code + k * t->stride[local]];
            if (state == IMAGE_NONE)
                continue;
            if (seen != IMAGE_NONE && seen != state)
                return true;
            seen = state;
        }
    }
    return false;
}

static bool conditions_same(const struct condition *a, const struct condition *b)
{
    return a->by == b->by && a->unknown.is_event == b->unknown.is_event &&
           a->unknown.index == b->unknown.index && a->plus.count == b->plus.count &&
           a->plus.unit == b->plus.unit;
}

static bool leaves_same(struct leaves a, struct leaves b)
{
    if (a.n != b.n)
        return false;
    for (uint32_t i = 0; i < a.n; i++) {
        const struct leaf *x = &a.items[i], *y = &b.items[i];
        if (x->state != y->state || x->n_when != y->n_when)
            return false;
        for (uint32_t k = 0; k < x->n_when; k++)
            if (!conditions_same(&x->when[k], &y->when[k]))
                return false;
    }
    return true;
}

/* Fields of a case that two of its courses do not share. */
static uint32_t case_differs(const struct course_table *t, uint32_t a, uint32_t b)
{
    const struct image *img = t->view->img;
    if (t->outcomes == NULL)
        return 0;
    const struct outcome *x = &t->outcomes[a], *y = &t->outcomes[b];
    return (field_same(img, FIELD_ENDS, x, y) ? 0 : FIELD_BIT(FIELD_ENDS)) |
           (field_same(img, FIELD_SUMMARY, x, y) ? 0 : FIELD_BIT(FIELD_SUMMARY));
}

/* The courses in one table over the unknowns that matter: all that agree on those give one state.
 */
static bool fold(struct tree *b)
{
    const struct course_table *t = b->t;
    size_t cells = 1;
    for (uint32_t i = b->depth; i-- > 0;) {
        b->stride[i] = cells;
        cells *= t->count[b->matters[i]];
    }
    b->cells = ARENA_ARRAY(b->arena, cells, struct leaf);
    for (size_t i = 0; b->cells && i < cells; i++)
        b->cells[i].outcome = IMAGE_NONE;
    for (uint32_t code = 0; b->cells && code < t->n; code++) {
        if (t->outcome[code] == IMAGE_NONE)
            continue;
        size_t at = 0;
        for (uint32_t i = 0; i < b->depth; i++)
            at += digit(t, code, b->matters[i]) * b->stride[i];
        struct leaf *cell = &b->cells[at];
        if (cell->outcome == IMAGE_NONE)
            *cell = (struct leaf){.state = t->state[code], .outcome = t->outcome[code]};
        else
            cell->differs |= case_differs(t, cell->outcome, t->outcome[code]);
    }
    return b->cells != NULL;
}

/* A leaf again, with up to two conditions in front. */
static bool put_in_front(struct tree *b, struct leaf *out, const struct leaf *in,
                         const struct condition *front, uint32_t n)
{
    struct condition *when = ARENA_ARRAY(b->arena, (size_t)n + in->n_when, struct condition);
    if (!when)
        return false;
    if (n > 0)
        memcpy(when, front, n * sizeof *when);
    if (in->n_when > 0)
        memcpy(when + n, in->when, in->n_when * sizeof *when);
    *out = *in;
    out->when = when;
    out->n_when = n + in->n_when;
    return true;
}

struct group {
    uint32_t first, last; /* digits */
    struct leaves below;
};

static struct condition condition_at(const struct tree *b, uint32_t local, uint32_t threshold,
                                     bool by)
{
    const struct course_table *t = b->t;
    return (struct condition){t->view->locals[local].ref, *t->regions[local].named[threshold], by};
}

/* The leaves of all groups, each under the conditions of its group. */
static struct leaves join(struct tree *b, uint32_t local, const struct group *groups, uint32_t n)
{
    uint32_t lo = b->t->regions[local].lo, total = 0, at = 0;
    for (uint32_t i = 0; i < n; i++)
        total += groups[i].below.n;
    struct leaf *all = ARENA_ARRAY(b->arena, total, struct leaf);
    for (uint32_t i = 0; all && i < n; i++) {
        struct condition front[2];
        uint32_t k = 0;
        if (i > 0)
            front[k++] = condition_at(b, local, lo + groups[i].first - 1, false);
        if (i + 1 < n)
            front[k++] = condition_at(b, local, lo + groups[i].last, true);
        for (uint32_t m = 0; m < groups[i].below.n; m++)
            if (!put_in_front(b, &all[at++], &groups[i].below.items[m], front, k))
                b->failed = true;
    }
    b->failed = b->failed || !all;
    return (struct leaves){all, all ? total : 0};
}

/* Two groups with equal leaves become one; what the cases of both do not share is left open. */
static void absorb(struct tree *b, struct group *g, uint32_t last, struct leaves more)
{
    struct leaf *merged = ARENA_ARRAY(b->arena, more.n, struct leaf);
    g->last = last;
    if (!merged) {
        b->failed = true;
        return;
    }
    for (uint32_t i = 0; i < more.n; i++) {
        merged[i] = g->below.items[i];
        merged[i].differs |=
            more.items[i].differs | case_differs(b->t, merged[i].outcome, more.items[i].outcome);
    }
    g->below.items = merged;
}

static struct leaves build(struct tree *b, uint32_t depth, size_t cell)
{
    struct leaves none = {NULL, 0};
    if (depth == b->depth)
        return (struct leaves){&b->cells[cell], b->cells[cell].outcome != IMAGE_NONE};
    uint32_t local = b->matters[depth], n = 0;
    struct group *groups = ARENA_ARRAY(b->arena, b->t->count[local], struct group);
    if (!groups) {
        b->failed = true;
        return none;
    }
    for (uint32_t k = 0; k < b->t->count[local] && !b->failed; k++) {
        struct leaves below = build(b, depth + 1, cell + k * b->stride[depth]);
        if (below.n == 0)
            continue;
        if (n > 0 && leaves_same(groups[n - 1].below, below))
            absorb(b, &groups[n - 1], k, below);
        else
            groups[n++] = (struct group){k, k, below};
    }
    if (b->failed || n == 0)
        return none;
    return n == 1 ? groups[0].below : join(b, local, groups, n);
}

bool leaves_build(const struct course_table *t, struct arena *a, const struct leaf **ret_leaves,
                  uint32_t *ret_n)
{
    struct tree b = {.t = t, .arena = a};
    for (uint32_t i = 0; i < t->view->n_locals; i++)
        if (local_matters(t, i))
            b.matters[b.depth++] = i;
    if (!fold(&b))
        return false;
    struct leaves all = build(&b, 0, 0);
    *ret_leaves = all.items;
    *ret_n = all.n;
    return !b.failed;
}

bool cases_build(const struct course_table *t, struct arena *a,
                 const struct answer_case **ret_cases, uint32_t *ret_n)
{
    const struct leaf *leaves = NULL;
    uint32_t n = 0;
    if (!leaves_build(t, a, &leaves, &n))
        return false;
    struct answer_case *cases = ARENA_ARRAY(a, n, struct answer_case);
    if (!cases)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        const struct leaf *l = &leaves[i];
        const struct outcome *o = &t->outcomes[l->outcome];
        cases[i] = (struct answer_case){
            .when = l->when,
            .n_when = l->n_when,
            .status = o->status,
            .terms = o->terms,
            .n_terms = o->n_terms,
            .differs = l->differs,
            .ends_act = o->ends_act,
            .summary = o->summary,
        };
    }
    *ret_cases = cases;
    *ret_n = n;
    return true;
}
