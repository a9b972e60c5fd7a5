/* Canonical order: the same rows in the same places, in whatever order files, documents and keys came.
 *
 * Section by section, a walk over the owners gives each row its place and tells the owner; then the rows
 * are moved in place. So no section is ever in memory twice, and the peak is four bytes a row. Each
 * owner walks before its rows move, so it still finds them where they were read.
 *
 * The walks: agreements, then the acts of all clauses. Lists and maps come before their members. */
#include "layout.h"
#include "history.h"
#include "order.h"

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

/* ---- one section at a time ---- */

/* The places of a section's rows: given out in the order of asking. */
struct places {
    struct vec *rows;
    uint32_t *place; /* UINT32_MAX: not asked for yet */
    uint32_t next;
};

static bool places_start(struct places *p, struct vec *rows)
{
    *p = (struct places){.rows = rows, .place = malloc((rows->n + 1) * sizeof *p->place)};
    if (p->place)
        memset(p->place, 0xFF, rows->n * sizeof *p->place);
    return p->place != NULL;
}

/* The next n places for rows first .. first+n. Returns the first of them. */
static uint32_t place_rows(struct places *p, uint32_t first, uint32_t n)
{
    uint32_t start = p->next;
    for (uint32_t i = 0; i < n; i++)
        p->place[first + i] = p->next++;
    return n > 0 ? start : 0;
}

static void place_span(struct places *p, struct span *span)
{
    span->first = place_rows(p, span->first, span->n);
}

/* Rows that nobody owns (there are none in a sound corpus) go to the end, and are cut off. */
static void places_end(struct places *p)
{
    uint32_t kept = p->next;
    for (size_t i = 0; i < p->rows->n; i++)
        if (p->place[i] == UINT32_MAX)
            p->place[i] = p->next++;
    order_place(p->rows->data, p->rows->size, p->place, p->rows->n);
    p->rows->n = kept;
    free(p->place);
}

/* ---- terms, and reported figures ---- */

static struct term_row *term_at(const struct places *terms, uint32_t i)
{
    return VEC_AT(terms->rows, struct term_row, i);
}

/* The members of rows first .. first+n, which have their places. Recursion ends with the depth of
 * YAML. */
static void place_members(struct loader *l, struct places *terms, struct places *figures, uint32_t first,
                          uint32_t n)
{
    for (uint32_t i = first; i < first + n; i++) {
        struct term_row *t = term_at(terms, i);
        uint32_t members = t->a;
        if (t->kind == VALUE_LIST || t->kind == VALUE_MAP) {
            t->a = place_rows(terms, members, t->b);
            place_members(l, terms, figures, members, t->b);
        } else if (t->kind == VALUE_REPORTED) {
            struct reported_row *r = VEC_AT(&l->b->reported, struct reported_row, members);
            uint32_t value = r->value;
            t->a = place_rows(figures, members, 1);
            r->value = place_rows(terms, value, 1);
            place_members(l, terms, figures, value, 1);
        }
    }
}

static bool layout_terms(struct loader *l)
{
    struct places terms, figures;
    bool good = places_start(&terms, &l->b->terms);
    good = places_start(&figures, &l->b->reported) && good;
    if (!good) {
        free(terms.place);
        free(figures.place);
        return false;
    }
    for (uint32_t i = 0; i < l->b->acts.n; i++) {
        struct act_row *act = act_at(l, i);
        uint32_t first = act->terms;
        act->terms = place_rows(&terms, first, act->n_terms);
        place_members(l, &terms, &figures, first, act->n_terms);
    }
    places_end(&terms);
    places_end(&figures);
    return true;
}

/* ---- bounds ---- */

static void place_bound(struct places *p, bound_ref *ref);

static void place_bound_members(struct places *p, uint32_t first, uint32_t n)
{
    for (uint32_t i = first; i < first + n; i++) {
        struct bound_row *b = VEC_AT(p->rows, struct bound_row, i);
        if (b->kind != BOUND_FIRST_OF && b->kind != BOUND_LAST_OF)
            continue;
        uint32_t members = b->a;
        b->a = place_rows(p, members, b->b);
        place_bound_members(p, members, b->b);
    }
}

/* A bound may be referred to from several places: by an instrument, and by the acts that inherit it. */
static void place_bound(struct places *p, bound_ref *ref)
{
    if (*ref == IMAGE_NONE || BOUND_IS_PLAIN(*ref))
        return;
    uint32_t row = *ref;
    if (p->place[row] == UINT32_MAX) {
        place_rows(p, row, 1);
        place_bound_members(p, row, 1);
    }
    *ref = p->place[row];
}

static bool layout_bounds(struct loader *l)
{
    struct places bounds;
    if (!places_start(&bounds, &l->b->bounds))
        return false;
    for (uint32_t i = 0; i < l->b->instruments.n; i++) {
        struct instrument_row *t = VEC_AT(&l->b->instruments, struct instrument_row, i);
        place_bound(&bounds, &t->effective);
        place_bound(&bounds, &t->starts);
    }
    for (uint32_t i = 0; i < l->b->acts.n; i++) {
        place_bound(&bounds, &act_at(l, i)->from);
        place_bound(&bounds, &act_at(l, i)->until);
    }
    places_end(&bounds);
    return true;
}

/* ---- what few acts have ---- */

static bool layout_extras(struct loader *l)
{
    struct places extras, caveats;
    if (!places_start(&extras, &l->b->extras))
        return false;
    for (uint32_t i = 0; i < l->b->acts.n; i++) {
        struct act_row *act = act_at(l, i);
        if (act->extra != IMAGE_NONE)
            act->extra = place_rows(&extras, act->extra, 1);
    }
    places_end(&extras);
    if (!places_start(&caveats, &l->b->caveats))
        return false;
    for (uint32_t i = 0; i < l->b->extras.n; i++)
        place_span(&caveats, &VEC_AT(&l->b->extras, struct extra_row, i)->caveats);
    places_end(&caveats);
    return true;
}

static void place_named_refs(struct loader *l, struct places *refs)
{
    for (uint32_t i = 0; i < l->b->instruments.n; i++) {
        struct instrument_row *t = VEC_AT(&l->b->instruments, struct instrument_row, i);
        place_span(refs, &t->sources);
        place_span(refs, &t->parties);
    }
    for (uint32_t i = 0; i < l->b->events.n; i++) {
        struct event_row *e = VEC_AT(&l->b->events, struct event_row, i);
        place_span(refs, &e->requires);
        place_span(refs, &e->sources);
    }
    for (uint32_t i = 0; i < l->b->clauses.n; i++) {
        struct clause_row *c = clause_at(l, i);
        place_span(refs, &c->holder);
        place_span(refs, &c->obligor);
    }
}

static bool layout_refs(struct loader *l)
{
    struct places refs;
    if (!places_start(&refs, &l->b->refs))
        return false;
    place_named_refs(l, &refs);
    for (uint32_t i = 0; i < l->b->extras.n; i++) {
        struct extra_row *x = VEC_AT(&l->b->extras, struct extra_row, i);
        place_span(&refs, &x->sources);
        place_span(&refs, &x->drop);
        place_span(&refs, &x->holder);
        place_span(&refs, &x->obligor);
    }
    for (uint32_t i = 0; i < l->b->caveats.n; i++)
        place_span(&refs, &VEC_AT(&l->b->caveats, struct caveat_row, i)->sources);
    places_end(&refs);
    return true;
}

bool layout_rows(struct loader *l, struct vec *act_order)
{
    if (act_order->n > 0)
        order_gather(l->b->acts.data, l->b->acts.size, act_order->data, act_order->n);
    vec_done(act_order);
    return layout_terms(l) && layout_bounds(l) && layout_extras(l) && layout_refs(l);
}
