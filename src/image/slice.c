/* An agreement's rows stand together in each section (the loader's layout sees to that), so they
 * are copied as they are. Then each owner of references moves them: by the row at which the
 * agreement's own begin. Where those are that no row of the agreement itself tells (acts, terms,
 * bounds and so on) is found on the way: the extent of what the owners name. */
#include "slice.h"

#include <stdlib.h>

struct string_place {
    uint32_t round; /* of the slicer when `id` was given */
    str_id id;
};

/* Rows lo..hi of a section are the agreement's. */
struct extent {
    uint32_t lo, hi;
};

#define NOTHING ((struct extent){UINT32_MAX, 0})

static void widen(struct extent *e, uint32_t first, uint32_t n)
{
    if (n == 0)
        return;
    if (first < e->lo)
        e->lo = first;
    if (first + n > e->hi)
        e->hi = first + n;
}

bool slicer_init(struct slicer *s, const struct image *img)
{
    *s = (struct slicer){.img = img};
    s->places = calloc(img->n_string_offsets, sizeof *s->places);
    return image_builder_init(&s->out) && s->places != NULL;
}

void slicer_done(struct slicer *s)
{
    image_builder_done(&s->out);
    free(s->places);
    s->places = NULL;
}

/* ---- strings ---- */

static void move_string(struct slicer *s, str_id *id)
{
    struct string_place *p = &s->places[*id];
    if (*id == 0)
        return;
    if (p->round != s->round) {
        struct strings *to = &s->out.strings;
        buf_put(&to->bytes, image_str(s->img, *id), image_str_len(s->img, *id));
        buf_char(&to->bytes, '\0');
        uint64_t *end = vec_add(&to->offsets);
        if (end == NULL)
            return;
        *end = to->bytes.n;
        *p = (struct string_place){s->round, (str_id)(to->offsets.n - 2)};
    }
    *id = p->id;
}

/* ---- spans ---- */

static void move_span(struct span *span, uint32_t base)
{
    span->first = span->n == 0 ? 0 : span->first - base;
}

static void *copy_rows(struct vec *to, const void *rows, uint32_t first, uint32_t n)
{
    void *copy = vec_grow(to, n);
    if (copy != NULL && n > 0)
        memcpy(copy, (const char *)rows + (size_t)first * to->size, (size_t)n * to->size);
    return copy;
}

/* Copies the rows of a span of the agreement's, and moves the span. */
#define TAKE_SPAN(s, member, span)                                                                 \
    do {                                                                                           \
        copy_rows(&(s)->out.member, (s)->img->member, (span)->first, (span)->n);                   \
        move_span(span, (span)->first);                                                            \
    } while (0)
#define TAKE_EXTENT(s, member, e)                                                                  \
    copy_rows(&(s)->out.member, (s)->img->member, (e).lo, (e).hi > (e).lo ? (e).hi - (e).lo : 0)

#define EACH(type, row, v)                                                                         \
    for (type *row = (type *)(v)->data, *row##_end = (v)->n > 0 ? row + (v)->n : row;              \
         row < row##_end; row++)

/* ---- the extents ---- */

struct extents {
    struct extent acts, extras, caveats, bounds, terms, reported, refs;
};

static void widen_ref(struct extents *x, struct span refs)
{
    widen(&x->refs, refs.first, refs.n);
}

static void widen_bound(struct extents *x, bound_ref ref)
{
    if (ref != IMAGE_NONE && !BOUND_IS_PLAIN(ref))
        widen(&x->bounds, ref, 1);
}

static void measure_named(const struct image *img, const struct agreement_row *a, struct extents *x)
{
    for (uint32_t i = a->instruments.first; i < a->instruments.first + a->instruments.n; i++) {
        const struct instrument_row *t = &img->instruments[i];
        widen_ref(x, t->sources);
        widen_ref(x, t->parties);
        widen_bound(x, t->effective);
        widen_bound(x, t->starts);
    }
    for (uint32_t i = a->events.first; i < a->events.first + a->events.n; i++) {
        widen_ref(x, img->events[i].requires);
        widen_ref(x, img->events[i].sources);
    }
}

static void measure_extra(const struct image *img, const struct extra_row *e, struct extents *x)
{
    widen_ref(x, e->sources);
    widen_ref(x, e->drop);
    widen_ref(x, e->holder);
    widen_ref(x, e->obligor);
    widen(&x->caveats, e->caveats.first, e->caveats.n);
    for (uint32_t i = e->caveats.first; i < e->caveats.first + e->caveats.n; i++)
        widen_ref(x, img->caveats[i].sources);
}

static void measure_clauses(const struct image *img, const struct agreement_row *a,
                            struct extents *x)
{
    for (uint32_t i = a->clauses.first; i < a->clauses.first + a->clauses.n; i++) {
        const struct clause_row *c = &img->clauses[i];
        widen_ref(x, c->holder);
        widen_ref(x, c->obligor);
        widen(&x->acts, c->acts.first, c->acts.n);
    }
    for (uint32_t i = x->acts.lo; i < x->acts.hi; i++) {
        const struct act_row *act = &img->acts[i];
        widen_bound(x, act->from);
        widen_bound(x, act->until);
        widen(&x->terms, act->terms, act->n_terms);
        widen(&x->extras, act->extra, act->extra != IMAGE_NONE);
    }
    for (uint32_t i = x->extras.lo; i < x->extras.hi; i++)
        measure_extra(img, &img->extras[i], x);
}

/* Members stand behind their lists, so one pass forward finds the last of them. */
static void measure_members(const struct image *img, struct extents *x)
{
    for (uint32_t i = x->bounds.lo; i < x->bounds.hi; i++)
        if (img->bounds[i].kind == BOUND_FIRST_OF || img->bounds[i].kind == BOUND_LAST_OF)
            widen(&x->bounds, img->bounds[i].a, img->bounds[i].b);
    for (uint32_t i = x->terms.lo; i < x->terms.hi; i++) {
        const struct term_row *t = &img->terms[i];
        if (t->kind == VALUE_LIST || t->kind == VALUE_MAP)
            widen(&x->terms, t->a, t->b);
        if (t->kind != VALUE_REPORTED)
            continue;
        widen(&x->reported, t->a, 1);
        widen(&x->terms, img->reported[t->a].value, 1);
    }
}

static void measure(const struct image *img, const struct agreement_row *a, struct extents *x)
{
    *x = (struct extents){NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING};
    measure_named(img, a, x);
    measure_clauses(img, a, x);
    measure_members(img, x);
}

/* ---- moving references ---- */

struct move {
    struct slicer *s;
    struct agreement_row from; /* the agreement as the large image has it */
    struct extents x;
};

/* References to rows from `base` on. */
static void move_refs(struct move *m, struct span *refs, uint32_t base)
{
    move_span(refs, m->x.refs.lo);
    for (uint32_t i = refs->first; i < refs->first + refs->n; i++)
        *VEC_AT(&m->s->out.refs, uint32_t, i) -= base;
}

static void move_bound(const struct move *m, bound_ref *ref)
{
    if (*ref != IMAGE_NONE && !BOUND_IS_PLAIN(*ref))
        *ref -= m->x.bounds.lo;
}

static void move_named(struct move *m)
{
    struct slicer *s = m->s;
    EACH(struct party_row, p, &s->out.parties)
    {
        move_string(s, &p->id);
        move_string(s, &p->name);
    }
    EACH(struct source_row, r, &s->out.sources)
    {
        str_id *const strings[] = {&r->id, &r->publisher, &r->title, &r->url, &r->note, &r->file};
        for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
            move_string(s, strings[i]);
    }
    EACH(struct instrument_row, t, &s->out.instruments)
    {
        str_id *const strings[] = {&t->id, &t->title, &t->note, &t->file};
        for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
            move_string(s, strings[i]);
        move_refs(m, &t->sources, m->from.sources.first);
        move_refs(m, &t->parties, m->from.parties.first);
        move_bound(m, &t->effective);
        move_bound(m, &t->starts);
    }
    EACH(struct event_row, e, &s->out.events)
    {
        str_id *const strings[] = {&e->id, &e->title, &e->note, &e->file};
        for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
            move_string(s, strings[i]);
        move_refs(m, &e->requires, m->from.events.first);
        move_refs(m, &e->sources, m->from.sources.first);
    }
    EACH(struct unknown_row, u, &s->out.unknowns)
    move_string(s, &u->name);
    EACH(struct topic_row, t, &s->out.topics)
    {
        move_string(s, &t->name);
        move_span(&t->clauses, m->from.clauses.first);
    }
}

static void move_clauses(struct move *m)
{
    struct slicer *s = m->s;
    EACH(struct clause_row, c, &s->out.clauses)
    {
        str_id *const strings[] = {&c->id, &c->title, &c->note, &c->file};
        for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
            move_string(s, strings[i]);
        c->agreement = 0;
        move_span(&c->acts, m->x.acts.lo);
        move_refs(m, &c->holder, m->from.parties.first);
        move_refs(m, &c->obligor, m->from.parties.first);
        if (c->exception_to != IMAGE_NONE)
            c->exception_to -= m->from.clauses.first;
    }
    EACH(struct act_row, a, &s->out.acts)
    {
        a->instrument -= m->from.instruments.first;
        move_bound(m, &a->from);
        move_bound(m, &a->until);
        a->terms = a->n_terms == 0 ? 0 : a->terms - m->x.terms.lo;
        move_string(s, &a->summary);
        if (a->extra != IMAGE_NONE)
            a->extra -= m->x.extras.lo;
        move_string(s, &a->file);
    }
}

static void move_extras(struct move *m)
{
    struct slicer *s = m->s;
    EACH(struct extra_row, x, &s->out.extras)
    {
        move_string(s, &x->provided_that);
        move_string(s, &x->section);
        move_refs(m, &x->sources, m->from.sources.first);
        move_refs(m, &x->holder, m->from.parties.first);
        move_refs(m, &x->obligor, m->from.parties.first);
        move_span(&x->caveats, m->x.caveats.lo);
        move_refs(m, &x->drop, 0);
        for (uint32_t i = x->drop.first; i < x->drop.first + x->drop.n; i++)
            move_string(s, VEC_AT(&s->out.refs, uint32_t, i));
    }
    EACH(struct caveat_row, c, &s->out.caveats)
    {
        move_string(s, &c->text);
        move_refs(m, &c->sources, m->from.sources.first);
    }
}

static void move_bounds(struct move *m)
{
    EACH(struct bound_row, b, &m->s->out.bounds)
    {
        if (b->kind == BOUND_EVENT)
            b->a -= m->from.events.first;
        else if (b->kind == BOUND_UNKNOWN)
            b->a -= m->from.unknowns.first;
        else if (b->kind == BOUND_FIRST_OF || b->kind == BOUND_LAST_OF)
            b->a -= m->x.bounds.lo;
    }
}

static void move_terms(struct move *m)
{
    struct slicer *s = m->s;
    EACH(struct term_row, t, &s->out.terms)
    {
        move_string(s, &t->name);
        if (t->kind == VALUE_NUMBER || t->kind == VALUE_STRING)
            move_string(s, &t->a);
        else if (t->kind == VALUE_LIST || t->kind == VALUE_MAP)
            t->a = t->b == 0 ? 0 : t->a - m->x.terms.lo;
        else if (t->kind == VALUE_REPORTED)
            t->a -= m->x.reported.lo;
    }
    EACH(struct reported_row, r, &s->out.reported)
    {
        r->value -= m->x.terms.lo;
        if (r->source != IMAGE_NONE)
            r->source -= m->from.sources.first;
    }
}

/* ---- all of it ---- */

static void empty(struct slicer *s)
{
#define X(member, type) s->out.member.n = 0;
    IMAGE_SECTIONS(X)
#undef X
    s->out.strings.offsets.n = 2; /* string 0 */
    s->out.strings.bytes.n = 1;
    s->round++;
}

static void copy(struct move *m, struct agreement_row *a)
{
    struct slicer *s = m->s;
    TAKE_SPAN(s, parties, &a->parties);
    TAKE_SPAN(s, sources, &a->sources);
    TAKE_SPAN(s, instruments, &a->instruments);
    TAKE_SPAN(s, events, &a->events);
    TAKE_SPAN(s, unknowns, &a->unknowns);
    TAKE_SPAN(s, topics, &a->topics);
    TAKE_SPAN(s, clauses, &a->clauses);
    TAKE_EXTENT(s, acts, m->x.acts);
    TAKE_EXTENT(s, extras, m->x.extras);
    TAKE_EXTENT(s, caveats, m->x.caveats);
    TAKE_EXTENT(s, bounds, m->x.bounds);
    TAKE_EXTENT(s, terms, m->x.terms);
    TAKE_EXTENT(s, reported, m->x.reported);
    TAKE_EXTENT(s, refs, m->x.refs);
}

const struct image *slicer_take(struct slicer *s, uint32_t agreement)
{
    struct move m = {.s = s, .from = s->img->agreements[agreement]};
    empty(s);
    measure(s->img, &m.from, &m.x);
    struct agreement_row *a = vec_add(&s->out.agreements);
    if (a == NULL)
        return NULL;
    *a = m.from;
    copy(&m, a);
    if (image_builder_failed(&s->out))
        return NULL;
    move_string(s, &a->id);
    move_string(s, &a->title);
    move_string(s, &a->file);
    move_named(&m);
    move_clauses(&m);
    move_extras(&m);
    move_bounds(&m);
    move_terms(&m);
    if (image_builder_failed(&s->out) || s->out.strings.offsets.failed ||
        s->out.strings.bytes.failed)
        return NULL;
    image_builder_view(&s->out, &s->view);
    return &s->view;
}
