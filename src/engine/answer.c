/* Rows: the run around a day, and the fields of that day. */
#include "view.h"

/* Terms that every in-force course has with one value. A definite answer keeps its terms. */
static bool shared_terms(const struct clause_view *v, struct row *r)
{
    const struct outcome *first = NULL;
    day_t known = v->setting->known;
    if (r->status != STATUS_DEPENDS)
        return true;
    for (uint32_t i = 0; i < r->n_outcomes && !first; i++)
        if (r->outcomes[i].status == STATUS_IN_FORCE)
            first = &r->outcomes[i];
    r->fields.n_terms = 0;
    uint32_t *kept = ARENA_ARRAY(v->arena, first ? first->n_terms : 0, uint32_t);
    r->fields.terms = kept;
    for (uint32_t k = 0; kept && first && k < first->n_terms; k++) {
        bool shared = true;
        for (uint32_t i = 0; shared && i < r->n_outcomes; i++) {
            const struct outcome *o = &r->outcomes[i];
            if (o->status != STATUS_IN_FORCE)
                continue;
            shared = false;
            for (uint32_t m = 0; m < o->n_terms && !shared; m++)
                shared = v->img->terms[o->terms[m]].name == v->img->terms[first->terms[k]].name &&
                         terms_equal(v->img, o->terms[m], first->terms[k], known);
        }
        if (shared)
            kept[r->fields.n_terms++] = first->terms[k];
    }
    return kept != NULL;
}

static void find_differing(const struct clause_view *v, struct row *r)
{
    for (int f = 0; r->n_outcomes > 1 && f < FIELD_COUNT; f++)
        for (uint32_t i = 1; i < r->n_outcomes; i++)
            if (!field_same(v->img, (enum row_field)f, &r->outcomes[0], &r->outcomes[i])) {
                r->differs |= FIELD_BIT((unsigned)f);
                break;
            }
}

static void judge_applies(struct row *r)
{
    uint32_t in_force = 0;
    for (uint32_t i = 0; i < r->n_outcomes; i++)
        in_force += r->outcomes[i].status == STATUS_IN_FORCE;
    r->applies = in_force == 0               ? APPLIES_NO
                 : in_force == r->n_outcomes ? APPLIES_YES
                                             : APPLIES_DEPENDS;
}

static bool in_list(const struct unknown_ref *list, uint32_t n, const struct unknown_ref *u)
{
    for (uint32_t i = 0; i < n; i++)
        if (list[i].is_event == u->is_event && list[i].index == u->index)
            return true;
    return false;
}

/* The unknowns in the cases, by name. */
static bool find_unknowns(const struct clause_view *v, const struct day_view *d,
                          const struct unknown_ref **ret_list, uint32_t *ret_n)
{
    *ret_list = NULL;
    *ret_n = 0;
    if (d->n_cases == 0)
        return true;
    struct unknown_ref *list = ARENA_ARRAY(v->arena, v->n_locals, struct unknown_ref);
    uint32_t n = 0;
    for (uint32_t l = 0; list && l < v->n_locals; l++)
        for (uint32_t i = 0; i < d->n_cases; i++)
            for (uint32_t k = 0; k < d->cases[i].n_when; k++) {
                const struct unknown_ref *u = &d->cases[i].when[k].unknown;
                if (u->is_event == v->locals[l].ref.is_event &&
                    u->index == v->locals[l].ref.index && !in_list(list, n, u))
                    list[n++] = *u;
            }
    *ret_list = list;
    *ret_n = n;
    return list != NULL;
}

static bool brief(struct clause_view *v, const struct day_view *d, struct run_brief *ret,
                  const struct day_view **ret_after)
{
    *ret_after = NULL;
    if (!d)
        return true;
    ret->status = d->status;
    ret->first = d->day;
    return run_extend_right(v, d, &ret->last, ret_after) &&
           find_unknowns(v, d, &ret->depends_on, &ret->n_depends_on);
}

static bool fill_fields(struct clause_view *v, const struct day_view *d, struct row *r)
{
    r->setting = v->setting;
    r->clause = v->clause;
    r->day = d->day;
    r->status = d->status;
    r->outcomes = d->outcomes;
    r->n_outcomes = d->n_outcomes;
    r->fields = d->outcomes[0];
    r->cases = d->cases;
    r->n_cases = d->n_cases;
    find_differing(v, r);
    judge_applies(r);
    return shared_terms(v, r) && find_unknowns(v, d, &r->depends_on, &r->n_depends_on);
}

/* What follows matters to readers only where it is not plain. */
static bool fill_following(struct clause_view *v, const struct day_view *after, struct row *r)
{
    const struct day_view *more = NULL;
    if (!after || (after->status != STATUS_DEPENDS && r->status != STATUS_DEPENDS))
        return true;
    return brief(v, after, &r->next, &more) && brief(v, more, &r->next_but_one, &more);
}

/* Between two breaks nothing changes but the day that conditions are told of; and where offsets may
 * change their order, a break may be anywhere. */
static void fill_steady(const struct clause_view *v, struct row *r)
{
    const bool moves = v->irregular || r->status == STATUS_DEPENDS;
    r->steady_from = moves ? r->day : change_at_or_before(v, r->day);
    r->steady_through = moves ? r->day : change_after(v, r->day) - 1;
}

/* The row of the run that d belongs to; *ret_after is the day behind it. `from` and `before` are
 * known when the run before was asked. */
static bool fill_row(struct clause_view *v, const struct day_view *d, day_t from,
                     enum answer_status before, struct row *r, const struct day_view **ret_after)
{
    const struct day_view *left = NULL;
    day_t through;
    if (from == DAY_NONE) {
        if (!run_extend_left(v, d, &from, &left))
            return false;
        before = left ? left->status : STATUS_NONE;
    }
    if (!run_extend_right(v, d, &through, ret_after))
        return false;
    r->from = from == DAY_MIN ? DAY_NONE : from;
    r->through = through == DAY_MAX ? DAY_NONE : through;
    r->before = before;
    r->after = *ret_after ? (*ret_after)->status : STATUS_NONE;
    if (!fill_fields(v, d, r) || !fill_following(v, *ret_after, r))
        return false;
    fill_steady(v, r);
    return true;
}

struct rows {
    struct row *items;
    size_t n, cap;
};

/* One more row, zeroed; NULL when memory is out. */
static struct row *add_row(struct rows *r, struct arena *a)
{
    if (r->n == r->cap) {
        const size_t cap = r->cap == 0 ? 1 : r->cap * 2;
        struct row *more = ARENA_ARRAY(a, cap, struct row);
        if (!more)
            return NULL;
        if (r->n > 0)
            memcpy(more, r->items, r->n * sizeof *more);
        r->items = more;
        r->cap = cap;
    }
    return &r->items[r->n++];
}

enum status engine_answer(const struct setting *s, uint32_t clause, struct arena *a,
                          const struct row **ret_rows, size_t *ret_n)
{
    struct clause_view v;
    const struct question *q = s->question;
    struct rows rows = {0};
    if (!clause_view_init(&v, s, clause, a))
        return ST_NOMEM;
    const struct day_view *d = day_view_get(&v, q->first);
    day_t from = DAY_NONE;
    enum answer_status before = STATUS_NONE;
    while (d && d->day <= q->last) {
        const struct day_view *after;
        struct row *row = add_row(&rows, a);
        if (!row || !fill_row(&v, d, from, before, row, &after))
            return ST_NOMEM;
        before = d->status;
        from = after ? after->day : DAY_NONE;
        d = after;
    }
    if (a->failed)
        return ST_NOMEM;
    *ret_rows = rows.items;
    *ret_n = rows.n;
    return ST_OK;
}

enum status engine_stretches(const struct setting *s, uint32_t clause, struct arena *a,
                             const struct row **ret_rows, size_t *ret_n)
{
    struct clause_view v;
    const struct question *q = s->question;
    struct rows rows = {0};
    if (!clause_view_init(&v, s, clause, a))
        return ST_NOMEM;
    const struct day_view *d = day_view_get(&v, q->first);
    while (d && d->day <= q->last) {
        const struct day_view *after = NULL;
        struct row *row = add_row(&rows, a);
        if (!row || !fill_fields(&v, d, row) || !stretch_extend_right(&v, d, &row->through, &after))
            return ST_NOMEM;
        row->from = d->day;
        if (row->through > q->last)
            row->through = q->last;
        d = after;
    }
    if (a->failed)
        return ST_NOMEM;
    *ret_rows = rows.items;
    *ret_n = rows.n;
    return ST_OK;
}

enum status engine_answer_day(const struct setting *s, uint32_t clause, day_t day, struct arena *a,
                              const struct row **ret_row)
{
    struct clause_view v;
    struct row *row = ARENA_NEW(a, struct row);
    if (!row || !clause_view_init(&v, s, clause, a))
        return ST_NOMEM;
    const struct day_view *d = day_view_get(&v, day);
    if (!d || !fill_fields(&v, d, row) || a->failed)
        return ST_NOMEM;
    *ret_row = row;
    return ST_OK;
}
