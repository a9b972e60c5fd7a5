/* Histories. A clause's acts may stand in several documents; they are merged by the day their
 * instruments were signed, numbered, and given the implicit acts that instruments' `reaffirms` and
 * `silent_on` stand for. */
#include "history.h"
#include "order.h"

/* ---- collecting ---- */

static void add_turns(struct history *h, struct span acts, uint32_t doc, bool own)
{
    for (uint32_t i = 0; i < acts.n; i++) {
        struct turn *t = vec_push(&h->turns);
        if (t)
            *t = (struct turn){.act = acts.first + i, .doc = doc, .index = i, .own = own};
    }
}

/* The instruments become row numbers; their days order the acts. */
static void find_instruments(struct history *h)
{
    struct loader *l = h->l;
    for (size_t i = 0; i < h->turns.n; i++) {
        struct turn *t = turn_at(h, i);
        struct act_row *act = act_at(l, t->act);
        struct spot at = marks_at(&l->act_by, t->act, act->line);
        act->instrument =
            resolve_name(h->v, NAME_INSTRUMENT, h->agreement, act->instrument, act->file, at);
        if (act->instrument != IMAGE_NONE)
            t->signed_first = instrument_at(l, act->instrument)->row.signed_first;
        if (t->signed_first == 0 || act->type == ACT_COUNT)
            h->sound = false;
    }
}

/* ---- order ---- */

static void refuse_order(struct history *h, const struct turn *before, const struct turn *t)
{
    const struct act_row *act = act_at(h->l, t->act), *other = act_at(h->l, before->act);
    char day[11], day_before[11];
    day_format(t->signed_first, day);
    day_format(before->signed_first, day_before);
    struct diag *g =
        act_fault(h, t, DIAG_HISTORY_ORDER, turn_place(h, t), NULL,
                  "the history is out of order: '%s' of %s stands behind '%s' of %s",
                  quote_id(h->l, instrument_at(h->l, act->instrument)->row.id).text, day,
                  quote_id(h->l, instrument_at(h->l, other->instrument)->row.id).text, day_before);
    second_place(h->l, g, other->file, turn_place(h, before), "the act before it");
    hint(g, "a history is in the order of the days its instruments were signed (else announced)");
    h->sound = false;
}

/* Each list as it is written must be in order. */
static void check_lists(struct history *h)
{
    const struct turn *before = NULL;
    for (size_t i = 0; i < h->turns.n; i++) {
        const struct turn *t = turn_at(h, i);
        if (t->index == 0)
            before = NULL;
        if (t->signed_first == 0)
            continue;
        if (before && before->signed_first > t->signed_first)
            refuse_order(h, before, t);
        before = t;
    }
}

static int by_signed(const void *x, const void *y)
{
    const struct turn *a = x, *b = y;
    if (a->signed_first != b->signed_first)
        return a->signed_first < b->signed_first ? -1 : 1;
    if (a->doc != b->doc)
        return a->doc < b->doc ? -1 : 1;
    if (a->own != b->own)
        return a->own ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* Acts of one day have an order only where they stand together. */
static void check_split(struct history *h)
{
    for (size_t i = 1; i < h->turns.n; i++) {
        const struct turn *a = turn_at(h, i - 1), *b = turn_at(h, i);
        if (a->signed_first != b->signed_first || a->doc == b->doc)
            continue;
        struct diag *g = act_fault(h, b, DIAG_HISTORY_SPLIT, turn_place(h, b), NULL,
                                   "acts of one day signed stand in two documents");
        second_place(h->l, g, act_at(h->l, a->act)->file, turn_place(h, a), "the other act");
        hint(g, "write them in one document, in their order");
        h->sound = false;
    }
}

static void check_start(struct history *h)
{
    const struct clause_row *c = clause_at(h->l, h->clause);
    if (h->l->incomplete || c->acts.first == IMAGE_NONE || c->id == 0)
        return;
    if (h->turns.n == 0) {
        hint(report(h->l, DIAG_NO_HISTORY, c->file, clause_place(h->l, h->clause),
                    "'%s' has no acts", quote_id(h->l, c->id).text),
             "give it a `history` that begins with `act: establish`");
        return;
    }
    const struct turn *t = turn_at(h, 0);
    const struct act_row *act = act_at(h->l, t->act);
    if (h->sound && act->type != ACT_ESTABLISH)
        hint(act_fault(h, t, DIAG_HISTORY_START, turn_place(h, t), "act",
                       "the history begins with '%s'", act_type_name((enum act_type)act->type)),
             "the first act of a clause is `establish`");
}

static void number_acts(struct history *h)
{
    for (size_t i = 0; i < h->turns.n; i++)
        act_at(h->l, turn_at(h, i)->act)->number = (uint16_t)(i + 1);
}

/* False when there are more than a clause may have. */
static bool count_acts(struct history *h)
{
    const struct clause_row *c = clause_at(h->l, h->clause);
    uint64_t most = h->l->limits.acts < UINT16_MAX ? h->l->limits.acts : UINT16_MAX;
    if (h->turns.n <= most)
        return true;
    report_limit(h->l, "acts", most, c->file, clause_place(h->l, h->clause));
    return false;
}

/* ---- one clause ---- */

/* False when memory is out. */
static bool collect(struct history *h)
{
    struct loader *l = h->l;
    const struct clause_row *c = clause_at(l, h->clause);
    bool several = false;
    h->turns.n = 0;
    h->sound = true;
    add_turns(h, c->acts, 0, true);
    for (; h->next_list < l->lists.n; h->next_list++) {
        const struct list_rec *list = VEC_AT(&l->lists, struct list_rec, h->next_list);
        if (list->clause > h->clause)
            break;
        if (list->clause < h->clause)
            continue;
        add_turns(h, list->acts, list->doc, false);
        several = true;
    }
    if (h->turns.failed)
        return false;
    find_instruments(h);
    check_lists(h);
    for (size_t i = 0; several && i < c->acts.n; i++)
        turn_at(h, i)->doc = doc_of(l, c->file, c->line);
    if (several && h->sound && h->turns.n > 1) {
        qsort(h->turns.data, h->turns.n, h->turns.size, by_signed);
        check_split(h);
    }
    return true;
}

static bool stand_in_order(const struct history *h)
{
    for (size_t i = 0; i < h->turns.n; i++)
        if (turn_at(h, i)->act != h->n_placed + i)
            return false;
    return h->act_order.n == 0;
}

/* The acts' final order; the clause's acts are a run of it. */
static void give_order(struct history *h)
{
    clause_at(h->l, h->clause)->acts = (struct span){(uint32_t)h->n_placed, (uint32_t)h->turns.n};
    if (!stand_in_order(h)) {
        size_t missing = h->n_placed - h->act_order.n; /* those that stood in order until now */
        uint32_t *order = vec_grow(&h->act_order, missing + h->turns.n);
        for (uint32_t i = 0; order && i < missing; i++)
            order[i] = i;
        for (size_t i = 0; order && i < h->turns.n; i++)
            order[missing + i] = turn_at(h, i)->act;
    }
    h->n_placed += h->turns.n;
}

static bool run_clause(struct history *h)
{
    size_t errors = h->l->d->errors;
    if (!collect(h))
        return false;
    check_start(h);
    if (!count_acts(h))
        return true;
    number_acts(h);
    for (size_t i = 0; i < h->turns.n && !h->l->no_memory; i++)
        act_settle(h, turn_at(h, i));
    if (!h->l->no_memory)
        unknowns_check(h);
    if (h->l->no_memory || !implicit_add(h))
        return false;
    if (!count_acts(h))
        return true;
    if (h->sound && h->warns && h->l->d->errors == errors)
        warn_clause(h);
    give_order(h);
    return true;
}

/* ---- lists under `acts` ---- */

static int by_clause(const void *ctx, uint32_t a, uint32_t b)
{
    const struct loader *l = ctx;
    const struct list_rec *x = VEC_AT(&l->lists, struct list_rec, a);
    const struct list_rec *y = VEC_AT(&l->lists, struct list_rec, b);
    if (x->clause != y->clause)
        return x->clause < y->clause ? -1 : 1;
    return (x->doc > y->doc) - (x->doc < y->doc);
}

static void refuse_same(struct loader *l, const struct list_rec *a, const struct list_rec *b)
{
    const struct doc_rec *d = VEC_AT(&l->docs, struct doc_rec, b->doc);
    struct diag *g = report(l, DIAG_DUPLICATE_KEY, d->file, b->at, "'%s' is given twice",
                            quote_id(l, b->clause_id).text);
    second_place(l, g, d->file, a->at, "first given here");
}

static bool settle_lists(struct resolver *v)
{
    struct loader *l = v->l;
    for (size_t i = 0; i < l->lists.n; i++) {
        struct list_rec *list = VEC_AT(&l->lists, struct list_rec, i);
        const struct doc_rec *d = VEC_AT(&l->docs, struct doc_rec, list->doc);
        list->clause =
            resolve_name(v, NAME_CLAUSE, d->agreement, list->clause_id, d->file, list->at);
    }
    uint32_t *order = order_new(l->lists.n, by_clause, l);
    if (!order)
        return false;
    order_gather(l->lists.data, l->lists.size, order, l->lists.n);
    free(order);
    for (size_t i = 1; i < l->lists.n; i++) {
        const struct list_rec *list = VEC_AT(&l->lists, struct list_rec, i);
        if (list->clause != IMAGE_NONE && list[-1].clause == list->clause &&
            list[-1].doc == list->doc)
            refuse_same(l, list - 1, list);
    }
    return true;
}

/* ---- all ---- */

static bool run_agreement(struct history *h)
{
    struct agreement_row *a = VEC_AT(&h->l->b->agreements, struct agreement_row, h->agreement);
    size_t errors = h->l->d->errors;
    a->unknowns.first = (uint32_t)h->l->b->unknowns.n;
    instruments_settle(h);
    if (h->l->no_memory || !implicit_find(h) || !silent_start(h))
        return false;
    for (h->clause = a->clauses.first; h->clause < a->clauses.first + a->clauses.n; h->clause++)
        if (!run_clause(h))
            return false;
    a->unknowns.n = (uint32_t)h->l->b->unknowns.n - a->unknowns.first;
    if (h->warns && h->l->d->errors == errors)
        warn_agreement(h);
    return true;
}

bool history_run(struct resolver *v, struct vec *ret_act_order)
{
    struct history h = {.v = v, .l = v->l};
    h.warns = v->l->d->errors == v->l->errors_before && !v->l->incomplete;
    vec_init(&h.turns, sizeof(struct turn));
    vec_init(&h.hits, sizeof(struct hit));
    vec_init(&h.uses, sizeof(struct use));
    vec_init(&h.names, sizeof(str_id));
    vec_init(&h.contracts, sizeof(struct contract));
    vec_init(&h.act_order, sizeof(uint32_t));
    buf_init(&h.name, 0);
    bool good = settle_lists(v);
    for (; good && h.agreement < v->l->b->agreements.n; h.agreement++)
        good = run_agreement(&h);
    good = good && !h.turns.failed && !h.hits.failed && !h.uses.failed && !h.names.failed &&
           !h.contracts.failed && !h.act_order.failed && !h.name.failed && !loader_failed(v->l);
    vec_done(&h.turns);
    vec_done(&h.hits);
    vec_done(&h.uses);
    vec_done(&h.names);
    vec_done(&h.contracts);
    buf_done(&h.name);
    *ret_act_order = h.act_order;
    return good;
}
