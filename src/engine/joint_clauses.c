/* The clauses of a check, the unknowns they hang on, and which of them belong together: see
 * joint.c. */
#include "joint.h"

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

bool member_init(struct joint *j, uint32_t index)
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

uint32_t root_of(struct joint *j, uint32_t member)
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

bool make_groups(struct joint *j, bool each)
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
            if (point_within(j, v->breaks[k]))
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

/* What is found where nothing is left to look at together. */
static void settle(struct joint *j, struct findings *all, bool by_nothing, struct found at)
{
    note_finding(all, j->or_days == by_nothing ? TRUTH_TRUE : TRUTH_FALSE, at);
}

/* False when memory is out. *ret_done: `all` has it, nothing is left to look at. */
bool leave_out(struct joint *j, struct findings *all, bool *ret_done)
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
