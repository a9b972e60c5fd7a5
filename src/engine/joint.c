/* Checks over all courses of several clauses at once (see assertion.h for what they mean).
 *
 * For a day alone a course is a vector of regions (courses.c). Over a period it is not: whether two
 * unknowns come in one order or the other, and on which side of which day of the calendar, must be
 * told apart together. What matters of a course is the order, day by day, of its points: of each
 * unknown the days on which its bounds are reached (its day plus an offset), and of the calendar
 * the days on which an act begins or ends. Points up to the first day asked are one, so are those
 * behind the last.
 *
 * So each unknown is given a few candidate days such that every order which some course has, some
 * choice of candidates has too. All that an order says has the form "this unknown's day is at least
 * so late as to put its point on, or behind, that other point", with steps that never fall; such
 * conditions have a least solution, and in it every day stands against another by a chain of such
 * steps from the first day of a window or a day of the calendar. The candidates are the ends of all
 * these chains. (A chain visits each unknown once; where offsets are in months, whose lengths
 * differ, steps are taken until nothing new comes.) An unknown two of whose own offsets change
 * their order with the calendar is tried on every day.
 *
 * A course is then one candidate each, with none before what it requires, and is asked on its
 * points.
 *
 * Clauses are asked alone first, since most are enough, or of no avail, whatever happens; what is
 * left is looked at together. Clauses that share no unknown, directly or through `requires`, are
 * independent: where days and clauses are folded in the same way they are looked at apart, and only
 * what each can give is combined. */
#include "joint.h"

void note_finding(struct findings *f, enum truth t, struct found at)
{
    if (!(f->seen & 1U << t) || at.day < f->at[t].day)
        f->at[t] = at;
    f->seen |= 1U << t;
}

/* ---- one clause on one day of one course ---- */

static bool memo_grow(struct joint *j, struct member *m)
{
    const uint32_t cap = m->memo_cap == 0 ? 16 : m->memo_cap * 2;
    struct memo_slot *slots = ARENA_ARRAY(j->arena, cap, struct memo_slot);
    if (slots == NULL)
        return false;
    for (uint32_t i = 0; i < m->memo_cap; i++) {
        if (m->memo[i].key == 0)
            continue;
        uint32_t at = (uint32_t)(m->memo[i].key * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (cap - 1);
        while (slots[at].key != 0)
            at = (at + 1) & (cap - 1);
        slots[at] = m->memo[i];
    }
    m->memo = slots;
    m->memo_cap = cap;
    return true;
}

/* The slot of a key: found, or free and to be filled. NULL when memory is out. */
static struct memo_slot *memo_find(struct joint *j, struct member *m, uint64_t key)
{
    if (m->memo_n * 2 >= m->memo_cap && !memo_grow(j, m))
        return NULL;
    uint32_t at = (uint32_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (m->memo_cap - 1);
    while (m->memo[at].key != 0 && m->memo[at].key != key)
        at = (at + 1) & (m->memo_cap - 1);
    m->memo_n += m->memo[at].key == 0;
    return &m->memo[at];
}

static bool judge(struct joint *j, struct member *m, day_t day, enum truth *ret)
{
    const struct check *c = j->check;
    const struct course course = {&m->view, day, m->regions, m->region};
    struct arena *own = m->view.arena;
    struct outcome o;
    m->view.arena = &j->scratch;
    const bool good = walk(&course, &o);
    m->view.arena = own;
    if (!good)
        return false;
    *ret = demand_eval(m->view.img, m->view.setting->known, &o, &c->demand);
    if (c->negated)
        *ret = truth_not(*ret);
    arena_clear(&j->scratch);
    return true;
}

/* `stretch` counts the days of the calendar passed: with what is reached it says all. */
static bool value_of(struct joint *j, struct member *m, day_t day, uint32_t stretch,
                     enum truth *ret)
{
    uint64_t bits = 0;
    for (uint32_t i = 0; i < m->view.n_locals; i++) {
        const struct variable *v = &j->variables[m->variable[i]];
        for (uint32_t k = 0; k < m->view.locals[i].n_offsets; k++) {
            const uint32_t reached = v->points[m->point[i][k]] <= day;
            m->regions[i].rank[k] = reached;
            bits = bits << 1 | reached;
        }
    }
    if (m->n_bits > 32)
        return judge(j, m, day, ret);
    const uint64_t key = ((uint64_t)stretch << 32 | bits) + 1;
    struct memo_slot *slot = memo_find(j, m, key);
    if (slot == NULL)
        return false;
    if (slot->key == 0) {
        if (!judge(j, m, day, &slot->value))
            return false;
        slot->key = key;
    }
    *ret = slot->value;
    return true;
}

/* ---- one course ---- */

/* Folds `one` into `all`, and says whether it is what decides. */
static bool fold(bool by_or, enum truth one, enum truth *all)
{
    const enum truth before = *all;
    *all = by_or ? truth_or(before, one) : truth_and(before, one);
    return *all != before;
}

static bool decided(bool by_or, enum truth t)
{
    return t == (by_or ? TRUTH_TRUE : TRUTH_FALSE);
}

static bool ask_day(struct joint *j, uint32_t group, day_t day, uint32_t stretch, enum truth *ret,
                    uint32_t *ret_clause)
{
    *ret = j->or_clauses ? TRUTH_FALSE : TRUTH_TRUE;
    *ret_clause = group;
    for (uint32_t i = group; i != IMAGE_NONE && !decided(j->or_clauses, *ret);
         i = j->members[i].next) {
        enum truth one;
        if (!value_of(j, &j->members[i], day, stretch, &one))
            return false;
        if (fold(j->or_clauses, one, ret))
            *ret_clause = i;
    }
    return true;
}

/* The days to ask in this course: those of the calendar, and the points. */
static bool make_sample(struct joint *j, uint32_t first)
{
    j->sample.n = 0;
    for (uint32_t i = 0; i < j->fixed.n; i++)
        days_add(j, &j->sample, j->fixed.at[i]);
    for (uint32_t i = first; i != IMAGE_NONE; i = j->variables[i].next)
        for (uint32_t k = 0; k < j->variables[i].n_offsets; k++)
            if (point_within(j, j->variables[i].points[k]))
                days_add(j, &j->sample, j->variables[i].points[k]);
    return !j->arena->failed;
}

static bool looked_at(const struct joint *j, day_t day)
{
    uint32_t lo = 0, hi = j->n_stretches;
    while (lo < hi) {
        const uint32_t mid = lo + (hi - lo) / 2;
        if (j->stretches[mid].last < day)
            lo = mid + 1;
        else
            hi = mid;
    }
    return j->n_stretches == 0 || j->stretches[lo].first <= day;
}

/* Folds the value of a day into that of the course; `begun`: there was a day before. Says whether
 * it is what decides. */
static bool fold_day(const struct joint *j, enum truth one, bool begun, enum truth *first,
                     enum truth *all)
{
    if (j->check->holds != HOLDS_STEADY)
        return fold(j->or_days, one, all) || !begun;
    if (!begun)
        *first = one;
    return fold(false, one == *first ? TRUTH_TRUE : TRUTH_FALSE, all) || !begun;
}

static bool ask_course(struct joint *j, uint32_t group, uint32_t first, struct findings *f)
{
    enum truth all = j->or_days ? TRUTH_FALSE : TRUTH_TRUE;
    struct found at = {j->first, group};
    enum truth begun = all;
    uint32_t stretch = 0;
    if (!make_sample(j, first))
        return false;
    for (uint32_t i = 0; i < j->sample.n && !decided(j->or_days, all); i++) {
        const day_t day = j->sample.at[i];
        enum truth one;
        uint32_t clause;
        if (!looked_at(j, day))
            continue;
        while (stretch + 1 < j->fixed.n && j->fixed.at[stretch + 1] <= day)
            stretch++;
        if (!ask_day(j, group, day, stretch, &one, &clause))
            return false;
        if (fold_day(j, one, i > 0, &begun, &all))
            at = (struct found){day, clause};
    }
    note_finding(f, all, at);
    return true;
}

/* ---- all courses of a group ---- */

static bool fits(const struct joint *j, uint32_t first)
{
    for (uint32_t i = first; i != IMAGE_NONE; i = j->variables[i].next) {
        const struct variable *v = &j->variables[i];
        for (uint32_t k = 0; k < v->n; k++) {
            const struct variable *w = &j->variables[v->requires[k]];
            if (v->days.at[v->at] < w->days.at[w->at])
                return false;
        }
    }
    return true;
}

/* The next course; false behind the last. */
static bool advance(struct joint *j, uint32_t first)
{
    for (uint32_t i = first; i != IMAGE_NONE; i = j->variables[i].next) {
        struct variable *v = &j->variables[i];
        v->at = v->at + 1 < v->days.n ? v->at + 1 : 0;
        variable_place(v, v->days.at[v->at]);
        if (v->at != 0)
            return true;
    }
    return false;
}

static void fix_days(struct joint *j, uint32_t group)
{
    j->fixed.n = 0;
    days_add(j, &j->fixed, j->first);
    for (uint32_t i = 0; i < j->n_stretches; i++)
        days_add(j, &j->fixed, j->stretches[i].first);
    for (uint32_t i = group; i != IMAGE_NONE; i = j->members[i].next) {
        const struct member *m = &j->members[i];
        uint32_t n = 0;
        const day_t *breaks = fixed_breaks(&m->view, &n);
        for (uint32_t k = 0; breaks != NULL && k < n; k++)
            if (point_within(j, breaks[k]))
                days_add(j, &j->fixed, breaks[k]);
        for (uint32_t k = 0; k < m->view.n_locals; k++) {
            struct variable *v = &j->variables[m->variable[k]];
            if (v->live)
                continue;
            variable_place(v, v->domain.first);
            for (uint32_t o = 0; o < v->n_offsets; o++)
                if (point_within(j, v->points[o]))
                    days_add(j, &j->fixed, v->points[o]);
        }
    }
}

static bool ask_group(struct joint *j, uint32_t group, uint32_t first, struct findings *f)
{
    fix_days(j, group);
    if (!find_candidates(j, first))
        return false;
    for (uint32_t i = first; i != IMAGE_NONE; i = j->variables[i].next)
        variable_place(&j->variables[i], j->variables[i].days.at[0]);
    do {
        if (fits(j, first) && !ask_course(j, group, first, f))
            return false;
    } while (advance(j, first));
    return true;
}

/* ---- all groups ---- */

static enum truth combine(const struct joint *j, enum truth a, enum truth b)
{
    return j->or_clauses ? truth_or(a, b) : truth_and(a, b);
}

/* What two independent groups give together. Who decides is the one with the truth that comes out,
 * the earlier if both have it. */
static void join(const struct joint *j, struct findings *all, const struct findings *more)
{
    struct findings made = {0};
    for (unsigned a = 0; a < 3; a++)
        for (unsigned b = 0; b < 3; b++) {
            if (!(all->seen & 1U << a) || !(more->seen & 1U << b))
                continue;
            const enum truth t = combine(j, (enum truth)a, (enum truth)b);
            const bool mine = t == (enum truth)a;
            if (mine)
                note_finding(&made, t, all->at[a]);
            if (t == (enum truth)b)
                note_finding(&made, t, more->at[b]);
        }
    *all = made;
}

/* Chains the members and the live variables of each group, in order. */
static bool ask_groups(struct joint *j, struct findings *all)
{
    const uint32_t n = (uint32_t)j->check->n;
    uint32_t *members = ARENA_ARRAY(j->arena, n, uint32_t);
    uint32_t *variables = ARENA_ARRAY(j->arena, n, uint32_t);
    bool begun = false;
    if (members == NULL || variables == NULL)
        return false;
    memset(members, 0xFF, n * sizeof *members);
    memset(variables, 0xFF, n * sizeof *variables);
    for (uint32_t i = n; i-- > 0;) {
        const uint32_t root = root_of(j, i);
        if (j->members[i].left_out)
            continue;
        j->members[i].next = members[root];
        members[root] = i;
    }
    for (uint32_t i = j->n_variables; i-- > 0;) {
        struct variable *v = &j->variables[i];
        const uint32_t root = root_of(j, v->member);
        if (!v->live)
            continue;
        v->next = variables[root];
        variables[root] = i;
    }
    for (uint32_t i = 0; i < n; i++) {
        struct findings one = {0};
        if (members[i] == IMAGE_NONE)
            continue;
        if (!ask_group(j, members[i], variables[i], &one))
            return false;
        if (begun)
            join(j, all, &one);
        else
            *all = one;
        begun = true;
    }
    return true;
}

static void conclude(const struct check *c, const struct findings *f, enum truth *ret,
                     struct check_evidence *ret_evidence)
{
    const bool turned = c->holds == HOLDS_NEVER;
    unsigned seen = 0;
    for (unsigned t = 0; t < 3; t++)
        if (f->seen & 1U << t)
            seen |= 1U << (turned ? truth_not((enum truth)t) : (enum truth)t);
    *ret = truth_under(c->under, seen);
    /* Against a check speaks a course in which it fails, else one in which it is open. */
    enum truth told = *ret;
    if (*ret != TRUTH_TRUE)
        told = seen & 1U << TRUTH_FALSE ? TRUTH_FALSE : TRUTH_UNDETERMINED;
    const struct found *at = &f->at[turned ? truth_not(told) : told];
    *ret_evidence = (struct check_evidence){at->day, at->clause, (seen & (seen - 1)) == 0};
}

static bool or_days(const struct check *c)
{
    return c->holds == HOLDS_SOMETIME || c->holds == HOLDS_NEVER;
}

static bool or_clauses(const struct check *c)
{
    return c->any != c->negated;
}

bool check_folds_alike(const struct check *c)
{
    return or_days(c) == or_clauses(c);
}

/* Are days and clauses folded alike, so that clauses can be asked one by one? */
static bool apart(const struct joint *j)
{
    return j->check->n == 1 || j->or_days == j->or_clauses || j->first == j->last;
}

static bool ask_all(struct joint *j, struct findings *all);

/* What one clause gives alone. False when memory is out; `seen` is 0 where there are too many
 * courses. */
static bool ask_one(struct joint *j, uint32_t index, struct arena *a, struct findings *ret)
{
    struct check check = *j->check;
    struct joint one = {.check = &check, .arena = a, .first = j->first, .last = j->last};
    check.clauses += index;
    check.n = 1;
    one.or_days = j->or_days;
    one.or_clauses = j->or_clauses;
    *ret = (struct findings){0};
    arena_clear(a);
    arena_init(&one.scratch);
    one.members = ARENA_ARRAY(a, 1, struct member);
    const bool good = one.members != NULL && ask_all(&one, ret);
    arena_done(&one.scratch);
    for (size_t i = 0; i < 3; i++)
        ret->at[i].clause = index;
    if (!good)
        ret->seen = 0;
    return good || (one.too_many && !a->failed);
}

/* Where clauses can be asked one by one: one that is enough whatever happens decides, and one that
 * is of no avail whatever happens can be left out. False when memory is out. *ret_done: `all` has
 * it. */
static bool leave_out_alone(struct joint *j, struct findings *all, bool *ret_done)
{
    const unsigned enough = 1U << (j->or_clauses ? TRUTH_TRUE : TRUTH_FALSE);
    const unsigned nothing = 1U << (j->or_clauses ? TRUTH_FALSE : TRUTH_TRUE);
    bool any = false, good = true;
    struct arena work; /* of one clause at a time */
    arena_init(&work);
    for (uint32_t i = 0; good && i < j->check->n && !*ret_done; i++) {
        struct findings one;
        good = ask_one(j, i, &work, &one);
        *ret_done = one.seen == enough;
        j->members[i].left_out = one.seen == nothing;
        any = any || one.seen != nothing;
        if (*ret_done || i == 0)
            *all = one;
    }
    arena_done(&work);
    if (!*ret_done && any)
        *all = (struct findings){0};
    *ret_done = *ret_done || !any;
    return good;
}

static bool ask_all(struct joint *j, struct findings *all)
{
    bool done = false;
    if (apart(j) && j->check->n > 1 && !leave_out_alone(j, all, &done))
        return false;
    for (uint32_t i = 0; !done && i < j->check->n; i++)
        if (!j->members[i].left_out && !member_init(j, i))
            return false;
    if (!apart(j) && !leave_out(j, all, &done))
        return false;
    return done || (make_groups(j, apart(j)) && ask_groups(j, all));
}

enum status engine_check(const struct check *c, struct arena *a, enum truth *ret,
                         struct check_evidence *ret_evidence)
{
    struct joint j = {.check = c, .arena = a, .first = c->first, .last = c->last};
    struct findings all = {0};
    j.or_days = or_days(c);
    j.or_clauses = or_clauses(c);
    arena_init(&j.scratch);
    j.members = ARENA_ARRAY(a, c->n, struct member);
    const bool good = j.members != NULL && ask_all(&j, &all);
    arena_done(&j.scratch);
    if (!good)
        return j.too_many && !a->failed ? ST_USAGE : ST_NOMEM;
    conclude(c, &all, ret, ret_evidence);
    return ST_OK;
}
