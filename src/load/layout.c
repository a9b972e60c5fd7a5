/* Canonical order: the same rows in the same places, in whatever order files, documents and keys
 * came.
 *
 * One walk over the agreements, their clauses and acts gives every row of the other sections its
 * place and tells the owner; then the rows are moved in place. So no section is ever in memory
 * twice. Lists and maps come before their members. */
#include "layout.h"
#include "history.h"
#include "order.h"
#include "places.h"

/* ---- named rows ---- */

#define COPY_ROWS(l, member, rec_type)                                                             \
    do {                                                                                           \
        size_t count = (l)->member.n;                                                              \
        char *rows = vec_grow(&(l)->b->member, count);                                             \
        size_t size = (l)->b->member.size;                                                         \
        if (!rows)                                                                                 \
            return false;                                                                          \
        for (size_t i = 0; i < count; i++)                                                         \
            memcpy(rows + i * size, &VEC_AT(&(l)->member, struct rec_type, i)->row, size);         \
        vec_done(&(l)->member);                                                                    \
    } while (0)

bool layout_named(struct loader *l)
{
    COPY_ROWS(l, parties, party_rec);
    COPY_ROWS(l, sources, source_rec);
    COPY_ROWS(l, instruments, instrument_rec);
    COPY_ROWS(l, events, event_rec);
    return true;
}

/* ---- the walk ---- */

struct layout {
    struct loader *l;
    struct places terms, figures, bounds, extras, caveats, refs;
};

/* The members of the terms first .. first+n, which have their places. Recursion ends with the depth
 * of YAML. */
static void walk_terms(struct layout *w, uint32_t first, uint32_t n)
{
    for (uint32_t i = first; i < first + n; i++) {
        struct term_row *t = VEC_AT(w->terms.rows, struct term_row, i);
        uint32_t members = t->a;
        if (t->kind == VALUE_LIST || t->kind == VALUE_MAP) {
            t->a = place_rows(&w->terms, members, t->b);
            walk_terms(w, members, t->b);
        } else if (t->kind == VALUE_REPORTED) {
            struct reported_row *r = VEC_AT(w->figures.rows, struct reported_row, members);
            uint32_t value = r->value;
            t->a = place_rows(&w->figures, members, 1);
            r->value = place_rows(&w->terms, value, 1);
            walk_terms(w, value, 1);
        }
    }
}

/* The members of the bounds first .. first+n, likewise. */
static void walk_bound_members(struct layout *w, uint32_t first, uint32_t n)
{
    for (uint32_t i = first; i < first + n; i++) {
        struct bound_row *b = VEC_AT(w->bounds.rows, struct bound_row, i);
        uint32_t members = b->a;
        if (b->kind != BOUND_FIRST_OF && b->kind != BOUND_LAST_OF)
            continue;
        b->a = place_rows(&w->bounds, members, b->b);
        walk_bound_members(w, members, b->b);
    }
}

/* A bound may be referred to from several places: by an instrument, and by the acts that inherit
 * it. */
static void walk_bound(struct layout *w, bound_ref *ref)
{
    if (*ref == IMAGE_NONE || BOUND_IS_PLAIN(*ref))
        return;
    uint32_t row = *ref;
    if (!has_place(&w->bounds, row)) {
        place_rows(&w->bounds, row, 1);
        walk_bound_members(w, row, 1);
    }
    if (!w->bounds.failed)
        *ref = place_of(&w->bounds, row);
}

static void walk_extra(struct layout *w, struct act_row *act)
{
    struct extra_row *x = VEC_AT(w->extras.rows, struct extra_row, act->extra);
    act->extra = place_rows(&w->extras, act->extra, 1);
    place_span(&w->refs, &x->drop);
    for (uint32_t i = x->caveats.first; i < x->caveats.first + x->caveats.n; i++)
        place_span(&w->refs, &VEC_AT(w->caveats.rows, struct caveat_row, i)->sources);
    place_span(&w->caveats, &x->caveats);
    place_span(&w->refs, &x->sources);
    place_span(&w->refs, &x->holder);
    place_span(&w->refs, &x->obligor);
}

static void walk_act(struct layout *w, struct act_row *act)
{
    uint32_t terms = act->terms;
    walk_bound(w, &act->from);
    walk_bound(w, &act->until);
    act->terms = place_rows(&w->terms, terms, act->n_terms);
    walk_terms(w, terms, act->n_terms);
    if (act->extra != IMAGE_NONE)
        walk_extra(w, act);
}

static void walk_named(struct layout *w, const struct agreement_row *a)
{
    struct loader *l = w->l;
    for (uint32_t i = a->instruments.first; i < a->instruments.first + a->instruments.n; i++) {
        struct instrument_row *t = VEC_AT(&l->b->instruments, struct instrument_row, i);
        place_span(&w->refs, &t->sources);
        place_span(&w->refs, &t->parties);
        walk_bound(w, &t->effective);
        walk_bound(w, &t->starts);
    }
    for (uint32_t i = a->events.first; i < a->events.first + a->events.n; i++) {
        struct event_row *e = VEC_AT(&l->b->events, struct event_row, i);
        place_span(&w->refs, &e->requires);
        place_span(&w->refs, &e->sources);
    }
}

static void walk_agreement(struct layout *w, const struct agreement_row *a)
{
    walk_named(w, a);
    for (uint32_t i = a->clauses.first; i < a->clauses.first + a->clauses.n; i++) {
        struct clause_row *c = clause_at(w->l, i);
        place_span(&w->refs, &c->holder);
        place_span(&w->refs, &c->obligor);
        for (uint32_t k = c->acts.first; k < c->acts.first + c->acts.n; k++)
            walk_act(w, act_at(w->l, k));
    }
}

/* ---- all of it ---- */

bool layout_rows(struct loader *l, struct vec *act_order)
{
    struct layout w = {.l = l};
    struct places *all[] = {&w.terms, &w.figures, &w.bounds, &w.extras, &w.caveats, &w.refs};
    struct vec *rows[] = {&l->b->terms,  &l->b->reported, &l->b->bounds,
                          &l->b->extras, &l->b->caveats,  &l->b->refs};
    bool failed = false;
    if (act_order->n > 0)
        order_gather(l->b->acts.data, l->b->acts.size, act_order->data, act_order->n);
    vec_done(act_order);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        places_init(all[i], rows[i]);
    for (size_t i = 0; i < l->b->agreements.n; i++)
        walk_agreement(&w, VEC_AT(&l->b->agreements, struct agreement_row, i));
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        failed = failed || all[i]->failed;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (failed)
            places_done(all[i]);
        else
            places_apply(all[i]);
    }
    return !failed;
}
