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
 * points. Clauses that share no unknown, directly or through `requires`, are independent: where
 * days and clauses are folded in the same way they are looked at apart, and only what each can give
 * is combined. */
#include <string.h>

#include "assertion.h"
#include "view.h"

struct days {
    day_t *at; /* ascending, distinct */
    uint32_t n, cap;
};

struct variable {
    struct unknown_ref ref;
    struct domain domain;
    struct offset *offsets; /* distinct, of all clauses */
    uint32_t n_offsets, cap_offsets;
    bool live;             /* its day makes a difference within the period */
    struct days days;      /* candidates */
    uint32_t at;           /* the candidate at hand */
    day_t *points;         /* of it, one an offset */
    uint32_t *requires, n; /* variables that cannot come after it */
    uint32_t member;       /* some clause that hangs on it */
    uint32_t next;         /* of its group */
};

struct memo_slot {
    uint64_t key; /* plus 1; 0: free */
    enum truth value;
};

struct member {
    struct clause_view view;
    uint32_t *variable;      /* of each local */
    uint32_t **point;        /* of each local and offset: index into the variable's points */
    struct regions *regions; /* for walk: of each local, 0 or 1 an offset as it is reached */
    uint32_t *region;        /* all 1 */
    uint32_t n_bits;         /* locals times offsets */
    struct memo_slot *memo;
    uint32_t memo_n, memo_cap;
    bool left_out;         /* it decides nothing on the days looked at */
    uint32_t parent, next; /* of its group */
};

/* Days that must be looked at, first to last. */
struct stretch {
    day_t first, last;
};

struct found {
    day_t day;
    uint32_t clause;
};

/* What a group, or all of them, can give: bits 1 << truth, and for each the earliest day on which
 * that is decided. */
struct findings {
    unsigned seen;
    struct found at[3];
};

struct joint {
    const struct check *check;
    struct arena *arena;
    struct arena scratch; /* of one walk */
    struct member *members;
    struct variable *variables;
    uint32_t n_variables, cap_variables;
    const struct setting *setting;               /* that the two tables are of */
    uint32_t *event_variable, *unknown_variable; /* by index in the agreement: plus 1 */
    bool or_days, or_clauses;
    day_t first, last;         /* of the days looked at */
    struct stretch *stretches; /* they; NULL: all from first to last */
    uint32_t n_stretches;
    struct days fixed, sample; /* of the group at hand */
    bool too_many;
};

/* ---- days ---- */

static void days_add(struct joint *j, struct days *d, day_t day)
{
    uint32_t lo = 0, hi = d->n;
    if (hi > 0 && d->at[hi - 1] < day)
        lo = hi;
    while (lo < hi) {
        const uint32_t mid = lo + (hi - lo) / 2;
        if (d->at[mid] < day)
            lo = mid + 1;
        else
            hi = mid;
    }
    if ((lo < d->n && d->at[lo] == day) || j->too_many)
        return;
    if (d->n >= j->check->most) {
        j->too_many = true;
        return;
    }
    if (d->n == d->cap) {
        const uint32_t cap = d->cap == 0 ? 16 : d->cap * 2;
        day_t *more = ARENA_ARRAY(j->arena, cap, day_t);
        if (more == NULL)
            return;
        if (d->n > 0)
            memcpy(more, d->at, d->n * sizeof *more);
        d->at = more;
        d->cap = cap;
    }
    memmove(d->at + lo + 1, d->at + lo, (d->n - lo) * sizeof *d->at);
    d->at[lo] = day;
    d->n++;
}

/* Is the point one that the days of the period tell apart? */
static bool within(const struct joint *j, day_t point)
{
    return point > j->first && point <= j->last;
}

/* The least day that puts a point on `point` or behind it. */
static day_t least_reaching(day_t point, struct offset o)
{
    return point <= DAY_MIN ? DAY_MIN : day_latest_reaching(point - 1, o) + 1;
}

/* ---- variables ---- */

static bool note_offset(struct joint *j, struct variable *v, struct offset o, uint32_t *ret)
{
    for (uint32_t i = 0; i < v->n_offsets; i++)
        if (v->offsets[i].count == o.count && v->offsets[i].unit == o.unit) {
            *ret = i;
            return true;
        }
    if (v->n_offsets == v->cap_offsets) {
        const uint32_t cap = v->cap_offsets == 0 ? 2 : v->cap_offsets * 2;
        struct offset *more = ARENA_ARRAY(j->arena, cap, struct offset);
        if (more == NULL)
            return false;
        if (v->n_offsets > 0)
            memcpy(more, v->offsets, v->n_offsets * sizeof *more);
        v->offsets = more;
        v->cap_offsets = cap;
    }
    *ret = v->n_offsets;
    v->offsets[v->n_offsets++] = o;
    return true;
}

static bool note_setting(struct joint *j, const struct setting *s)
{
    const struct agreement_row *g = &s->image->agreements[s->agreement];
    if (j->setting == s)
        return true;
    j->setting = s;
    j->event_variable = ARENA_ARRAY(j->arena, g->events.n, uint32_t);
    j->unknown_variable = ARENA_ARRAY(j->arena, g->unknowns.n, uint32_t);
    return j->event_variable != NULL && j->unknown_variable != NULL;
}

static uint32_t *slot_of(const struct joint *j, const struct unknown_ref *ref)
{
    const struct agreement_row *g = &j->setting->image->agreements[j->setting->agreement];
    return ref->is_event ? &j->event_variable[ref->index - g->events.first]
                         : &j->unknown_variable[ref->index - g->unknowns.first];
}

/* The variable of a local of a clause, made if it is new; IMAGE_NONE when memory is out. */
static uint32_t note_variable(struct joint *j, const struct local *l, uint32_t member)
{
    uint32_t *slot = slot_of(j, &l->ref);
    if (*slot != 0)
        return *slot - 1;
    if (j->n_variables == j->cap_variables) {
        const uint32_t cap = j->cap_variables == 0 ? 8 : j->cap_variables * 2;
        struct variable *more = ARENA_ARRAY(j->arena, cap, struct variable);
        if (more == NULL)
            return IMAGE_NONE;
        if (j->n_variables > 0)
            memcpy(more, j->variables, j->n_variables * sizeof *more);
        j->variables = more;
        j->cap_variables = cap;
    }
    j->variables[j->n_variables] =
        (struct variable){.ref = l->ref, .domain = l->domain, .member = member};
    *slot = ++j->n_variables;
    return *slot - 1;
}

/* ---- members and their groups ---- */

static bool member_init(struct joint *j, uint32_t index)
{
    const struct check_clause *c = &j->check->clauses[index];
    struct member *m = &j->members[index];
    if (!note_setting(j, c->setting) ||
        !clause_view_init(&m->view, c->setting, c->clause, j->arena))
        return false;
    const uint32_t n = m->view.n_locals;
    m->parent = index;
    m->variable = ARENA_ARRAY(j->arena, n, uint32_t);
    m->point = ARENA_ARRAY(j->arena, n, uint32_t *);
    m->regions = ARENA_ARRAY(j->arena, n, struct regions);
    m->region = ARENA_ARRAY(j->arena, n, uint32_t);
    for (uint32_t i = 0; i < n && !j->arena->failed; i++) {
        const struct local *l = &m->view.locals[i];
        m->variable[i] = note_variable(j, l, index);
        m->point[i] = ARENA_ARRAY(j->arena, l->n_offsets, uint32_t);
        m->regions[i].rank = ARENA_ARRAY(j->arena, l->n_offsets, uint32_t);
        m->region[i] = 1;
        m->n_bits += l->n_offsets;
        for (uint32_t k = 0; k < l->n_offsets && !j->arena->failed; k++)
            if (!note_offset(j, &j->variables[m->variable[i]], l->offsets[k], &m->point[i][k]))
                return false;
    }
    return !j->arena->failed;
}

static uint32_t root_of(struct joint *j, uint32_t member)
{
    struct member *all = j->members;
    while (all[member].parent != member) {
        all[member].parent = all[all[member].parent].parent;
        member = all[member].parent;
    }
    return member;
}

static void unite(struct joint *j, uint32_t a, uint32_t b)
{
    const uint32_t x = root_of(j, a), y = root_of(j, b);
    if (x < y)
        j->members[y].parent = x;
    else
        j->members[x].parent = y;
}

static bool is_live(const struct joint *j, const struct variable *v)
{
    if (v->domain.first == v->domain.last)
        return false;
    for (uint32_t i = 0; i < v->n_offsets; i++)
        if (day_plus(v->domain.last, v->offsets[i]) > j->first &&
            day_plus(v->domain.first, v->offsets[i]) <= j->last)
            return true;
    return false;
}

/* Which live events of one agreement cannot come before which. */
static bool note_required(struct joint *j, uint32_t index)
{
    struct variable *v = &j->variables[index];
    const struct clause_view *view = &j->members[v->member].view;
    const struct agreement_row *g = &view->img->agreements[view->setting->agreement];
    if (!v->live || !v->ref.is_event || view->img->events[v->ref.index].requires.n == 0)
        return true;
    bool *marked = ARENA_ARRAY(j->arena, g->events.n, bool);
    v->requires = ARENA_ARRAY(j->arena, j->n_variables, uint32_t);
    if (marked == NULL || v->requires == NULL || !mark_required(view, v->ref.index, marked))
        return false;
    for (uint32_t i = 0; i < j->n_variables; i++) {
        const struct variable *w = &j->variables[i];
        if (w->live && w->ref.is_event && j->members[w->member].view.setting == view->setting &&
            marked[w->ref.index - g->events.first]) {
            v->requires[v->n++] = i;
            unite(j, v->member, w->member);
        }
    }
    return true;
}

static bool make_groups(struct joint *j, bool each)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < j->n_variables; i++) {
        struct variable *v = &j->variables[i];
        v->live = is_live(j, v);
        v->points = ARENA_ARRAY(j->arena, v->n_offsets, day_t);
        v->next = IMAGE_NONE;
    }
    for (uint32_t i = 0; i < j->n_variables && !j->arena->failed; i++)
        if (!note_required(j, i))
            return false;
    while (j->members[kept].left_out)
        kept++;
    for (uint32_t i = 0; i < j->check->n; i++) {
        const struct member *m = &j->members[i];
        if (m->left_out)
            continue;
        if (!each)
            unite(j, kept, i);
        for (uint32_t k = 0; k < m->view.n_locals; k++)
            if (j->variables[m->variable[k]].live)
                unite(j, i, j->variables[m->variable[k]].member);
    }
    return !j->arena->failed;
}

/* ---- days and clauses that decide nothing ---- */

/* Where days and clauses are folded differently, as in "on every day one of them", all clauses have
 * to be looked at together. Not so on days on which one of them is enough whatever happens; and a
 * clause that is of no avail on the other days, whatever happens, can be left out. */

/* The truths that a clause alone has on a day, over all courses: bits 1 << truth. 0 when memory is
 * out. */
static unsigned truths_of(struct joint *j, struct member *m, day_t day)
{
    unsigned seen = 0;
    struct arena *own = m->view.arena;
    m->view.arena = &j->scratch;
    const struct day_view *d = day_view_get(&m->view, day);
    m->view.arena = own;
    for (uint32_t i = 0; d != NULL && i < d->n_outcomes; i++) {
        const enum truth t =
            demand_eval(m->view.img, m->view.setting->known, &d->outcomes[i], &j->check->demand);
        seen |= 1U << (j->check->negated ? truth_not(t) : t);
    }
    arena_clear(&j->scratch);
    return seen;
}

static bool find_stretches(struct joint *j, struct days *starts)
{
    days_add(j, starts, j->first);
    for (uint32_t i = 0; i < j->check->n; i++) {
        const struct clause_view *v = &j->members[i].view;
        for (uint32_t k = 0; k < v->n_breaks; k++)
            if (within(j, v->breaks[k]))
                days_add(j, starts, v->breaks[k]);
    }
    j->stretches = ARENA_ARRAY(j->arena, starts->n, struct stretch);
    return j->stretches != NULL && !j->arena->failed;
}

/* What the clauses alone say of a stretch. */
enum alone {
    ALONE_ENOUGH,  /* one of them makes the fold over clauses, whatever the others are */
    ALONE_NOTHING, /* none of them ever does: that makes the fold over days */
    ALONE_OPEN
};

/* Asks the clauses of one day, and notes in `needed` those that may count where that is open. Where
 * offsets change their order with the calendar, one day does not speak for others. */
static enum alone ask_alone(struct joint *j, day_t day, bool *needed, uint32_t *ret_by)
{
    const unsigned enough = 1U << (j->or_clauses ? TRUTH_TRUE : TRUTH_FALSE);
    const unsigned nothing = 1U << (j->or_clauses ? TRUTH_FALSE : TRUTH_TRUE);
    bool *here = needed + j->check->n, any = false;
    for (uint32_t i = 0; i < j->check->n; i++) {
        struct member *m = &j->members[i];
        const unsigned seen = m->view.irregular ? 7U : truths_of(j, m, day);
        here[i] = seen != nothing;
        any = any || here[i];
        *ret_by = i;
        if (seen == enough)
            return ALONE_ENOUGH;
    }
    *ret_by = 0;
    for (uint32_t i = 0; i < j->check->n; i++)
        needed[i] = needed[i] || here[i];
    return any ? ALONE_OPEN : ALONE_NOTHING;
}

static void note_finding(struct findings *f, enum truth t, struct found at)
{
    if (!(f->seen & 1U << t) || at.day < f->at[t].day)
        f->at[t] = at;
    f->seen |= 1U << t;
}

/* What is found where nothing is left to look at together. */
static void settle(struct joint *j, struct findings *all, bool by_nothing, struct found at)
{
    note_finding(all, j->or_days == by_nothing ? TRUTH_TRUE : TRUTH_FALSE, at);
}

/* False when memory is out. *ret_done: `all` has it, nothing is left to look at. */
static bool leave_out(struct joint *j, struct findings *all, bool *ret_done)
{
    struct days starts = {0};
    bool *needed = ARENA_ARRAY(j->arena, 2 * j->check->n, bool);
    struct found first = {j->first, 0};
    uint32_t n = 0;
    if (needed == NULL || !find_stretches(j, &starts))
        return false;
    for (uint32_t i = 0; i < starts.n && !*ret_done; i++) {
        uint32_t by = 0;
        const enum alone alone = ask_alone(j, starts.at[i], needed, &by);
        first.clause = i == 0 ? by : first.clause;
        *ret_done = alone == ALONE_NOTHING;
        if (*ret_done)
            settle(j, all, true, (struct found){starts.at[i], by});
        else if (alone == ALONE_OPEN)
            j->stretches[n++] =
                (struct stretch){starts.at[i], i + 1 < starts.n ? starts.at[i + 1] - 1 : j->last};
    }
    if (!*ret_done && n == 0)
        settle(j, all, false, first);
    *ret_done = *ret_done || n == 0;
    j->n_stretches = n;
    if (*ret_done)
        return true;
    j->first = j->stretches[0].first;
    j->last = j->stretches[n - 1].last;
    for (uint32_t i = 0; i < j->check->n; i++)
        j->members[i].left_out = !needed[i];
    return true;
}

/* ---- candidates ---- */

static void place(struct variable *v, day_t day)
{
    for (uint32_t i = 0; i < v->n_offsets; i++)
        v->points[i] = day_plus(day, v->offsets[i]);
}

static void add_candidate(struct joint *j, struct variable *v, day_t day)
{
    if (day < v->domain.first)
        day = v->domain.first;
    if (day <= v->domain.last)
        days_add(j, &v->days, day);
}

static bool swaps(const struct variable *v)
{
    for (uint32_t i = 0; i < v->n_offsets; i++)
        for (uint32_t k = 0; k < i; k++)
            if (offsets_may_swap(v->offsets[i], v->offsets[k]))
                return true;
    return false;
}

static void first_candidates(struct joint *j, struct variable *v)
{
    day_t least = DAY_NEVER, most = DAY_MIN;
    add_candidate(j, v, v->domain.first);
    for (uint32_t i = 0; i < v->n_offsets; i++) {
        for (uint32_t f = 0; f < j->fixed.n; f++) {
            add_candidate(j, v, least_reaching(j->fixed.at[f], v->offsets[i]));
            add_candidate(j, v, least_reaching(j->fixed.at[f] + 1, v->offsets[i]));
        }
        const day_t behind = least_reaching(j->last + 1, v->offsets[i]);
        add_candidate(j, v, behind);
        const day_t begins = least_reaching(j->first, v->offsets[i]);
        least = begins < least ? begins : least;
        most = behind > most ? behind : most;
    }
    if (!swaps(v))
        return;
    for (day_t d = least; d <= most && d <= v->domain.last && !j->too_many; d++)
        add_candidate(j, v, d);
}

/* One step from each candidate of w to v. */
static void step_candidates(struct joint *j, const struct variable *w, struct variable *v,
                            bool required)
{
    for (uint32_t c = 0; c < w->days.n && !j->too_many; c++) {
        if (required)
            add_candidate(j, v, w->days.at[c]);
        for (uint32_t p = 0; p < w->n_offsets; p++) {
            const day_t point = day_plus(w->days.at[c], w->offsets[p]);
            for (uint32_t o = 0; within(j, point) && o < v->n_offsets; o++) {
                add_candidate(j, v, least_reaching(point, v->offsets[o]));
                add_candidate(j, v, least_reaching(point + 1, v->offsets[o]));
            }
        }
    }
}

static bool is_required(const struct variable *v, uint32_t w)
{
    for (uint32_t i = 0; i < v->n; i++)
        if (v->requires[i] == w)
            return true;
    return false;
}

static bool has_months(const struct variable *v)
{
    for (uint32_t i = 0; i < v->n_offsets; i++)
        if (v->offsets[i].count != 0 && (v->offsets[i].unit == 'm' || v->offsets[i].unit == 'y'))
            return true;
    return false;
}

/* The live variables of a group, from the first one on. */
static bool find_candidates(struct joint *j, uint32_t first)
{
    uint32_t n = 0;
    bool months = false, grown = true;
    for (uint32_t i = first; i != IMAGE_NONE; i = j->variables[i].next) {
        first_candidates(j, &j->variables[i]);
        months = months || has_months(&j->variables[i]);
        n++;
    }
    for (uint32_t round = 1; grown && !j->too_many && (round < n || (months && n > 1)); round++) {
        grown = false;
        for (uint32_t i = first; i != IMAGE_NONE; i = j->variables[i].next) {
            struct variable *v = &j->variables[i];
            const uint32_t before = v->days.n;
            for (uint32_t k = first; k != IMAGE_NONE; k = j->variables[k].next)
                if (k != i)
                    step_candidates(j, &j->variables[k], v, is_required(v, k));
            grown = grown || v->days.n != before;
        }
    }
    uint64_t courses = 1;
    for (uint32_t i = first; i != IMAGE_NONE && courses <= j->check->most; i = j->variables[i].next)
        courses *= j->variables[i].days.n;
    j->too_many = j->too_many || courses > j->check->most;
    return !j->arena->failed && !j->too_many;
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
            if (within(j, j->variables[i].points[k]))
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

static bool ask_course(struct joint *j, uint32_t group, uint32_t first, struct findings *f)
{
    enum truth all = j->or_days ? TRUTH_FALSE : TRUTH_TRUE;
    struct found at = {j->first, group};
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
        if (fold(j->or_days, one, &all) || i == 0)
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
        place(v, v->days.at[v->at]);
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
            if (within(j, breaks[k]))
                days_add(j, &j->fixed, breaks[k]);
        for (uint32_t k = 0; k < m->view.n_locals; k++) {
            struct variable *v = &j->variables[m->variable[k]];
            if (v->live)
                continue;
            place(v, v->domain.first);
            for (uint32_t o = 0; o < v->n_offsets; o++)
                if (within(j, v->points[o]))
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
        place(&j->variables[i], j->variables[i].days.at[0]);
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

/* Are days and clauses folded alike, so that clauses can be asked one by one? */
static bool apart(const struct joint *j)
{
    return j->or_days == j->or_clauses || j->first == j->last;
}

static bool ask_all(struct joint *j, struct findings *all)
{
    bool done = false;
    for (uint32_t i = 0; i < j->check->n; i++)
        if (!member_init(j, i))
            return false;
    if (!apart(j) && j->check->n > 1 && !leave_out(j, all, &done))
        return false;
    return done || (make_groups(j, apart(j)) && ask_groups(j, all));
}

enum status engine_check(const struct check *c, struct arena *a, enum truth *ret,
                         struct check_evidence *ret_evidence)
{
    struct joint j = {.check = c, .arena = a, .first = c->first, .last = c->last};
    struct findings all = {0};
    j.or_days = c->holds != HOLDS_ALWAYS;
    j.or_clauses = c->any != c->negated;
    arena_init(&j.scratch);
    j.members = ARENA_ARRAY(a, c->n, struct member);
    const bool good = j.members != NULL && ask_all(&j, &all);
    arena_done(&j.scratch);
    if (!good)
        return j.too_many && !a->failed ? ST_USAGE : ST_NOMEM;
    conclude(c, &all, ret, ret_evidence);
    return ST_OK;
}
