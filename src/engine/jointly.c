/* The joint case list. Each clause brings its own cases, so no course is walked again: a node of
 * the joint tree is a course as far as it is decided, and a clause that has one case left there is
 * settled. Where all clauses are, the branch ends; so the tree is hardly larger than what the
 * clauses tell apart. Then, as in cases.c, neighbouring regions with equal leaves become one, and a
 * condition is named only where a course at that node does otherwise.
 *
 * The thresholds of an unknown are those that the cases of the clauses name; two that are one day
 * are named by the offset that is least in byte order. */
#include "jointly.h"

#include "view.h"

/* Looks at a clause's cases: as many as take about a second. */
#define MOST_WORK (UINT64_C(1) << 24)

struct leaves {
    struct joint_case *items;
    uint32_t n;
};

/* An unknown. Its regions are 0 to n_cuts, of which lo to hi meet the domain. */
struct variable {
    struct unknown_ref ref;
    struct domain domain;
    day_t *cuts; /* ascending */
    struct offset *named;
    uint32_t n_cuts, lo, hi;
    uint32_t *requires, n_requires; /* variables that cannot come after it */
};

/* A condition of a clause's case: is the region at or below the cut? */
struct turn {
    uint32_t variable, cut;
    bool by;
};

struct member {
    const struct row *row;
    uint32_t *states;    /* of each case: the first with the same state */
    struct turn **turns; /* of each case: its conditions */
};

struct tree {
    struct arena *arena;
    struct member *members;
    uint32_t n_members;
    struct variable *variables;
    uint32_t n_variables;
    uint32_t *region;       /* the course, as far as it is decided */
    uint64_t n_cases, work; /* of all members; looks at them so far */
    bool too_many, failed;
};

/* ---- the unknowns ---- */

static uint32_t find_variable(const struct tree *t, const struct unknown_ref *u)
{
    uint32_t i = 0;
    while (i < t->n_variables &&
           (t->variables[i].ref.is_event != u->is_event || t->variables[i].ref.index != u->index))
        i++;
    return i;
}

/* In its place by name. */
static void insert_variable(struct tree *t, const struct setting *s, struct unknown_ref ref)
{
    const struct agreement_row *g = &s->image->agreements[s->agreement];
    const char *name = image_str(s->image, ref.name);
    uint32_t k = t->n_variables++;
    for (; k > 0 && strcmp(image_str(s->image, t->variables[k - 1].ref.name), name) > 0; k--)
        t->variables[k] = t->variables[k - 1];
    t->variables[k] = (struct variable){.ref = ref};
    t->variables[k].domain = ref.is_event ? s->events[ref.index - g->events.first]
                                          : s->unknowns[ref.index - g->unknowns.first];
}

static bool find_variables(struct tree *t)
{
    size_t most = 0;
    for (uint32_t m = 0; m < t->n_members; m++)
        most += t->members[m].row->n_depends_on;
    t->variables = ARENA_ARRAY(t->arena, most, struct variable);
    t->region = ARENA_ARRAY(t->arena, most, uint32_t);
    if (t->variables == NULL || t->region == NULL)
        return false;
    for (uint32_t m = 0; m < t->n_members; m++) {
        const struct row *row = t->members[m].row;
        for (uint32_t i = 0; i < row->n_depends_on; i++)
            if (find_variable(t, &row->depends_on[i]) == t->n_variables)
                insert_variable(t, row->setting, row->depends_on[i]);
    }
    return true;
}

static bool relate_variables(struct tree *t)
{
    const struct setting *s = t->members[0].row->setting;
    const struct agreement_row *g = &s->image->agreements[s->agreement];
    const struct clause_view view = {.setting = s, .img = s->image, .arena = t->arena};
    for (uint32_t i = 0; t->n_variables > 1 && i < t->n_variables; i++) {
        struct variable *v = &t->variables[i];
        if (!v->ref.is_event || s->image->events[v->ref.index].requires.n == 0)
            continue;
        bool *marked = ARENA_ARRAY(t->arena, g->events.n, bool);
        v->requires = ARENA_ARRAY(t->arena, t->n_variables, uint32_t);
        if (marked == NULL || v->requires == NULL || !mark_required(&view, v->ref.index, marked))
            return false;
        for (uint32_t k = 0; k < t->n_variables; k++)
            if (k != i && t->variables[k].ref.is_event &&
                marked[t->variables[k].ref.index - g->events.first])
        v->requires[v->n_requires++] = k;
    }
    return true;
}

/* ---- their thresholds ---- */

static bool add_cut(struct tree *t, struct variable *v, day_t cut, struct offset named)
{
    uint32_t i = 0;
    while (i < v->n_cuts && v->cuts[i] < cut)
        i++;
    if (i < v->n_cuts && v->cuts[i] == cut) {
        if (offset_order(named, v->named[i]) < 0)
            v->named[i] = named;
        return true;
    }
    if ((v->n_cuts & (v->n_cuts - 1)) == 0) { /* full: they grow by doubling */
        const size_t cap = v->n_cuts == 0 ? 1 : 2 * (size_t)v->n_cuts;
        day_t *cuts = ARENA_ARRAY(t->arena, cap, day_t);
        struct offset *names = ARENA_ARRAY(t->arena, cap, struct offset);
        if (cuts == NULL || names == NULL)
            return false;
        if (v->n_cuts > 0) {
            memcpy(cuts, v->cuts, v->n_cuts * sizeof *cuts);
            memcpy(names, v->named, v->n_cuts * sizeof *names);
        }
        v->cuts = cuts;
        v->named = names;
    }
    memmove(v->cuts + i + 1, v->cuts + i, (v->n_cuts - i) * sizeof *v->cuts);
    memmove(v->named + i + 1, v->named + i, (v->n_cuts - i) * sizeof *v->named);
    v->cuts[i] = cut;
    v->named[i] = named;
    v->n_cuts++;
    return true;
}

static uint32_t region_at(const struct variable *v, day_t day)
{
    uint32_t i = 0;
    while (i < v->n_cuts && day > v->cuts[i])
        i++;
    return i;
}

static bool find_cuts(struct tree *t)
{
    for (uint32_t m = 0; m < t->n_members; m++) {
        const struct row *row = t->members[m].row;
        for (uint32_t c = 0; c < row->n_cases; c++)
            for (uint32_t i = 0; i < row->cases[c].n_when; i++) {
                const struct condition *w = &row->cases[c].when[i];
                struct variable *v = &t->variables[find_variable(t, &w->unknown)];
                if (!add_cut(t, v, day_latest_reaching(row->day, w->plus), w->plus))
                    return false;
            }
    }
    for (uint32_t i = 0; i < t->n_variables; i++) {
        t->variables[i].lo = region_at(&t->variables[i], t->variables[i].domain.first);
        t->variables[i].hi = region_at(&t->variables[i], t->variables[i].domain.last);
    }
    return true;
}

/* ---- the cases of each clause ---- */

static bool cases_same(const struct row *row, uint32_t i, uint32_t k)
{
    const struct answer_case *a = &row->cases[i], *b = &row->cases[k];
    return a->status == b->status && term_lists_same(row->setting->image, row->setting->known,
                                                     a->terms, a->n_terms, b->terms, b->n_terms);
}

static struct turn *read_turns(struct tree *t, const struct row *row, const struct answer_case *c)
{
    struct turn *turns = ARENA_ARRAY(t->arena, c->n_when, struct turn);
    for (uint32_t i = 0; turns != NULL && i < c->n_when; i++) {
        const uint32_t at = find_variable(t, &c->when[i].unknown);
        const day_t cut = day_latest_reaching(row->day, c->when[i].plus);
        turns[i] = (struct turn){at, region_at(&t->variables[at], cut), c->when[i].by};
    }
    return turns;
}

static bool read_cases(struct tree *t, struct member *m)
{
    const struct row *row = m->row;
    m->states = ARENA_ARRAY(t->arena, row->n_cases, uint32_t);
    m->turns = ARENA_ARRAY(t->arena, row->n_cases, struct turn *);
    for (uint32_t c = 0; m->states != NULL && m->turns != NULL && c < row->n_cases; c++) {
        uint32_t same = 0;
        while (same < c && !cases_same(row, same, c))
            same++;
        m->states[c] = same;
        m->turns[c] = read_turns(t, row, &row->cases[c]);
    }
    return !t->arena->failed;
}

/* Not ruled out by what is decided, the first `depth` variables. */
static bool is_open(const struct tree *t, const struct member *m, uint32_t c, uint32_t depth)
{
    for (uint32_t i = 0; i < m->row->cases[c].n_when; i++) {
        const struct turn *turn = &m->turns[c][i];
        if (turn->variable < depth && (t->region[turn->variable] <= turn->cut) != turn->by)
            return false;
    }
    return true;
}

/* The one case that is left; n_cases if there are several. */
static uint32_t settled(const struct tree *t, const struct member *m, uint32_t depth)
{
    uint32_t found = m->row->n_cases;
    for (uint32_t c = 0; c < m->row->n_cases; c++) {
        if (!is_open(t, m, c, depth))
            continue;
        if (found != m->row->n_cases)
            return m->row->n_cases;
        found = c;
    }
    return found;
}

/* ---- the tree ---- */

/* False where a clause is open; `failed` when memory is out. */
static bool make_leaf(struct tree *t, uint32_t depth, struct leaves *ret)
{
    t->work += t->n_cases + 1;
    for (uint32_t m = 0; m < t->n_members; m++)
        if (settled(t, &t->members[m], depth) == t->members[m].row->n_cases)
            return false;
    struct joint_case *leaf = ARENA_NEW(t->arena, struct joint_case);
    struct joint_answer *answers = ARENA_ARRAY(t->arena, t->n_members, struct joint_answer);
    t->failed = t->failed || leaf == NULL || answers == NULL;
    for (uint32_t m = 0; !t->failed && m < t->n_members; m++) {
        const uint32_t at = settled(t, &t->members[m], depth);
        answers[m] = (struct joint_answer){at, t->members[m].row->cases[at].differs};
    }
    if (!t->failed)
        *leaf = (struct joint_case){.answers = answers};
    *ret = (struct leaves){leaf, t->failed ? 0 : 1};
    return true;
}

static bool conditions_same(const struct joint_case *a, const struct joint_case *b)
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

static bool answers_same(const struct tree *t, const struct joint_case *a,
                         const struct joint_case *b)
{
    for (uint32_t m = 0; m < t->n_members; m++) {
        const uint32_t *states = t->members[m].states;
        if (states[a->answers[m].at] != states[b->answers[m].at])
            return false;
    }
    return true;
}

static bool leaves_same(const struct tree *t, struct leaves a, struct leaves b)
{
    if (a.n != b.n)
        return false;
    for (uint32_t i = 0; i < a.n; i++)
        if (!conditions_same(&a.items[i], &b.items[i]) ||
            !answers_same(t, &a.items[i], &b.items[i]))
            return false;
    return true;
}

static struct joint_answer both(const struct row *row, struct joint_answer a, struct joint_answer b)
{
    const struct answer_case *x = &row->cases[a.at], *y = &row->cases[b.at];
    a.differs |= b.differs;
    if (!ends_same(row->setting->image, x->ends_act, y->ends_act))
        a.differs |= FIELD_BIT(FIELD_ENDS);
    if (x->summary != y->summary)
        a.differs |= FIELD_BIT(FIELD_SUMMARY);
    return a;
}

/* Equal leaves become one; what the cases of both do not share is left open. */
static void absorb(struct tree *t, struct leaves *into, struct leaves more)
{
    for (uint32_t i = 0; i < more.n; i++) {
        struct joint_answer *merged = ARENA_ARRAY(t->arena, t->n_members, struct joint_answer);
        if (merged == NULL) {
            t->failed = true;
            return;
        }
        for (uint32_t m = 0; m < t->n_members; m++)
            merged[m] =
                both(t->members[m].row, into->items[i].answers[m], more.items[i].answers[m]);
        into->items[i].answers = merged;
    }
}

/* Can the variable at `depth` be in its region, with what is decided? Domains are tightened and
 * `requires` has all its consequences, so pairs are enough. */
static bool fits(const struct tree *t, uint32_t depth)
{
    for (uint32_t i = 0; i < depth; i++) {
        const uint32_t pair[2][2] = {{depth, i}, {i, depth}};
        for (int p = 0; p < 2; p++) {
            const struct variable *later = &t->variables[pair[p][0]];
            const struct variable *earlier = &t->variables[pair[p][1]];
            bool related = false;
            for (uint32_t k = 0; k < later->n_requires; k++)
            related = related || later->requires[k] == pair[p][1];
            if (!related)
                continue;
            const uint32_t a = t->region[pair[p][0]], b = t->region[pair[p][1]];
            const day_t latest = a < later->hi ? later->cuts[a] : later->domain.last;
            const day_t earliest =
                b > earlier->lo ? earlier->cuts[b - 1] + 1 : earlier->domain.first;
            if (earliest > latest)
                return false;
        }
    }
    return true;
}

struct group {
    uint32_t first, last; /* regions */
    struct leaves below;
};

/* The leaves of a group, each under its conditions. */
static void put_in_front(struct tree *t, const struct variable *v, const struct group *g,
                         bool is_first, bool is_last, struct joint_case *out)
{
    const uint32_t n = !is_first + !is_last;
    for (uint32_t i = 0; i < g->below.n && !t->failed; i++) {
        const struct joint_case *in = &g->below.items[i];
        struct condition *when = ARENA_ARRAY(t->arena, (size_t)n + in->n_when, struct condition);
        uint32_t k = 0;
        t->failed = when == NULL;
        if (t->failed)
            return;
        if (!is_first)
            when[k++] = (struct condition){v->ref, v->named[g->first - 1], false};
        if (!is_last)
            when[k++] = (struct condition){v->ref, v->named[g->last], true};
        if (in->n_when > 0)
            memcpy(when + k, in->when, in->n_when * sizeof *when);
        out[i] = (struct joint_case){when, n + in->n_when, in->answers};
    }
}

static struct leaves join(struct tree *t, const struct variable *v, const struct group *groups,
                          uint32_t n)
{
    uint32_t total = 0, at = 0;
    for (uint32_t i = 0; i < n; i++)
        total += groups[i].below.n;
    t->too_many = t->too_many || total > JOINT_MOST_CASES;
    if (n == 1 || t->too_many)
        return groups[0].below;
    struct joint_case *all = ARENA_ARRAY(t->arena, total, struct joint_case);
    t->failed = t->failed || all == NULL;
    for (uint32_t i = 0; i < n && !t->failed; i++) {
        put_in_front(t, v, &groups[i], i == 0, i + 1 == n, &all[at]);
        at += groups[i].below.n;
    }
    return (struct leaves){all, t->failed ? 0 : total};
}

/* The tree below what is decided: the first `depth` variables. */
static struct leaves build(struct tree *t, uint32_t depth)
{
    struct leaves found = {NULL, 0};
    uint32_t n = 0;
    if (make_leaf(t, depth, &found) || depth == t->n_variables)
        return found;
    const struct variable *v = &t->variables[depth];
    struct group *groups = ARENA_ARRAY(t->arena, v->hi - v->lo + 1, struct group);
    t->failed = t->failed || groups == NULL;
    for (uint32_t r = v->lo; r <= v->hi && !t->failed && !t->too_many; r++) {
        t->region[depth] = r;
        t->too_many = t->work > MOST_WORK;
        if (!fits(t, depth))
            continue;
        const struct leaves below = build(t, depth + 1);
        if (n > 0 && leaves_same(t, groups[n - 1].below, below)) {
            groups[n - 1].last = r;
            absorb(t, &groups[n - 1].below, below);
        } else if (below.n > 0) {
            groups[n++] = (struct group){r, r, below};
        }
    }
    return t->failed || n == 0 ? found : join(t, v, groups, n);
}

static bool prepare(struct tree *t, const struct row *const *rows)
{
    t->members = ARENA_ARRAY(t->arena, t->n_members, struct member);
    for (uint32_t m = 0; t->members != NULL && m < t->n_members; m++)
        t->members[m] = (struct member){.row = rows[m]};
    if (t->members == NULL || !find_variables(t) || !relate_variables(t) || !find_cuts(t))
        return false;
    for (uint32_t m = 0; m < t->n_members; m++)
        if (!read_cases(t, &t->members[m]))
            return false;
    for (uint32_t m = 0; m < t->n_members; m++)
        t->n_cases += rows[m]->n_cases;
    return true;
}

static bool list_unknowns(const struct tree *t, struct joint_cases *ret)
{
    struct unknown_ref *list = ARENA_ARRAY(t->arena, t->n_variables, struct unknown_ref);
    for (uint32_t i = 0; list != NULL && i < t->n_variables; i++)
        list[i] = t->variables[i].ref;
    ret->depends_on = list;
    ret->n_depends_on = t->n_variables;
    return list != NULL;
}

enum status engine_jointly(const struct row *const *rows, uint32_t n, struct arena *a,
                           struct joint_cases *ret)
{
    struct tree t = {.arena = a, .n_members = n};
    *ret = (struct joint_cases){.rows = rows, .n_rows = n};
    if (n > 0 && !prepare(&t, rows))
        return ST_NOMEM;
    if (!list_unknowns(&t, ret))
        return ST_NOMEM;
    const struct leaves all = build(&t, 0);
    ret->items = all.items;
    ret->n = all.n;
    if (t.failed || a->failed)
        return ST_NOMEM;
    return t.too_many ? ST_USAGE : ST_OK;
}
