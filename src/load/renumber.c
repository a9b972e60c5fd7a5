/* Strings, numbered anew: in the order in which a walk over the rows in canonical order meets them. So
 * the table does not depend on the order of reading, what a clause says lies together, and strings that
 * only the loader needed (names of what was referred to, selectors) are gone. */
#include "history.h"
#include "layout.h"

struct renumbering {
    const struct strings *old;
    str_id *ids;        /* new ones by old ones; 0: not met yet */
    struct vec offsets; /* of the new ones: uint64_t, n + 1 */
};

/* Gives the string its new number, and room behind those before it. */
static void meet(struct renumbering *r, str_id *id)
{
    if (*id == 0)
        return;
    if (r->ids[*id] == 0) {
        uint64_t *end = vec_add(&r->offsets);
        if (!end)
            return;
        *end = end[-1] + strings_len(r->old, *id) + 1;
        r->ids[*id] = (str_id)(r->offsets.n - 2);
    }
    *id = r->ids[*id];
}

/* Rows hold the number of the file until now. */
static void meet_file(const struct loader *l, struct renumbering *r, uint32_t *file)
{
    *file = VEC_AT(&l->files, struct file_rec, *file)->name_id;
    meet(r, file);
}

static void meet_agreement(struct loader *l, struct renumbering *r,
                           struct agreement_row *a)
{
    meet(r, &a->id);
    meet(r, &a->title);
    meet_file(l, r, &a->file);
    for (uint32_t i = a->parties.first; i < a->parties.first + a->parties.n; i++) {
        struct party_row *p = VEC_AT(&l->b->parties, struct party_row, i);
        meet(r, &p->id);
        meet(r, &p->name);
    }
    for (uint32_t i = a->sources.first; i < a->sources.first + a->sources.n; i++) {
        struct source_row *s = VEC_AT(&l->b->sources, struct source_row, i);
        meet(r, &s->id);
        meet(r, &s->publisher);
        meet(r, &s->title);
        meet(r, &s->url);
        meet(r, &s->note);
        meet_file(l, r, &s->file);
    }
}

static void meet_named(struct loader *l, struct renumbering *r,
                       const struct agreement_row *a)
{
    for (uint32_t i = a->instruments.first; i < a->instruments.first + a->instruments.n; i++) {
        struct instrument_row *t = VEC_AT(&l->b->instruments, struct instrument_row, i);
        meet(r, &t->id);
        meet(r, &t->title);
        meet(r, &t->note);
        meet_file(l, r, &t->file);
    }
    for (uint32_t i = a->events.first; i < a->events.first + a->events.n; i++) {
        struct event_row *e = VEC_AT(&l->b->events, struct event_row, i);
        meet(r, &e->id);
        meet(r, &e->title);
        meet(r, &e->note);
        meet_file(l, r, &e->file);
    }
    for (uint32_t i = a->unknowns.first; i < a->unknowns.first + a->unknowns.n; i++)
        meet(r, &VEC_AT(&l->b->unknowns, struct unknown_row, i)->name);
    for (uint32_t i = a->topics.first; i < a->topics.first + a->topics.n; i++)
        meet(r, &VEC_AT(&l->b->topics, struct topic_row, i)->name);
}

/* Recursion ends with the depth of YAML. */
static void meet_terms(struct loader *l, struct renumbering *r, uint32_t first, uint32_t n)
{
    for (uint32_t i = first; i < first + n; i++) {
        struct term_row *t = VEC_AT(&l->b->terms, struct term_row, i);
        meet(r, &t->name);
        if (t->kind == VALUE_STRING || t->kind == VALUE_NUMBER)
            meet(r, &t->a);
        else if (t->kind == VALUE_LIST || t->kind == VALUE_MAP)
            meet_terms(l, r, t->a, t->b);
        else if (t->kind == VALUE_REPORTED)
            meet_terms(l, r, VEC_AT(&l->b->reported, struct reported_row, t->a)->value, 1);
    }
}

static void meet_extra(struct loader *l, struct renumbering *r, const struct act_row *act)
{
    struct extra_row *x = VEC_AT(&l->b->extras, struct extra_row, act->extra);
    meet(r, &x->section);
    meet(r, &x->provided_that);
    for (uint32_t i = x->drop.first; i < x->drop.first + x->drop.n; i++)
        meet(r, VEC_AT(&l->b->refs, uint32_t, i));
    for (uint32_t i = x->caveats.first; i < x->caveats.first + x->caveats.n; i++)
        meet(r, &VEC_AT(&l->b->caveats, struct caveat_row, i)->text);
}

static void meet_clause(struct loader *l, struct renumbering *r, struct clause_row *c)
{
    meet(r, &c->id);
    meet(r, &c->title);
    meet(r, &c->note);
    meet_file(l, r, &c->file);
    for (uint32_t i = c->acts.first; i < c->acts.first + c->acts.n; i++) {
        struct act_row *act = act_at(l, i);
        meet(r, &act->summary);
        meet_file(l, r, &act->file);
        meet_terms(l, r, act->terms, act->n_terms);
        if (act->extra != IMAGE_NONE)
            meet_extra(l, r, act);
    }
}

static void meet_all(struct loader *l, struct renumbering *r)
{
    for (uint32_t i = 0; i < l->b->agreements.n; i++) {
        struct agreement_row *a = VEC_AT(&l->b->agreements, struct agreement_row, i);
        meet_agreement(l, r, a);
        meet_named(l, r, a);
        for (uint32_t c = a->clauses.first; c < a->clauses.first + a->clauses.n; c++)
            meet_clause(l, r, clause_at(l, c));
    }
}

/* ---- the bytes ---- */

/* The strings with new numbers first .. last-1 go to their places in `bytes`; those with higher ones
 * move down in the old table, which is cut to what is left. */
static void move_some(struct strings *old, struct renumbering *r, str_id first, str_id last, char *bytes)
{
    const uint64_t *to = r->offsets.data;
    uint64_t *from = old->offsets.data;
    uint64_t kept = 0;
    for (size_t i = 1; i + 1 < old->offsets.n; i++) {
        str_id id = r->ids[i];
        if (id < first)
            continue;
        size_t n = (size_t)(to[id + 1] - to[id]);
        if (id < last) {
            memcpy(bytes + to[id], old->bytes.data + from[i], n);
        } else {
            memmove(old->bytes.data + kept, old->bytes.data + from[i], n);
            from[i] = kept;
            kept += n;
        }
    }
    char *cut = realloc(old->bytes.data, kept + 1);
    if (cut)
        old->bytes.data = cut;
}

/* In rounds, so that at no time both tables are there whole. */
#define ROUNDS 8

static bool move_bytes(struct strings *old, struct renumbering *r)
{
    size_t n = r->offsets.n - 1, total = (size_t)*VEC_AT(&r->offsets, uint64_t, n);
    struct buf bytes;
    buf_init(&bytes, 0);
    if (!buf_reserve(&bytes, total))
        return false;
    bytes.data[0] = '\0';
    unsigned rounds = total < 65536 ? 1 : ROUNDS;
    for (unsigned i = 0; i < rounds; i++)
        move_some(old, r, (str_id)(1 + (n - 1) * i / rounds), (str_id)(1 + (n - 1) * (i + 1) / rounds),
                  bytes.data);
    bytes.n = total;
    bytes.data[total] = '\0';
    buf_done(&old->bytes);
    old->bytes = bytes;
    return true;
}

bool renumber_strings(struct loader *l)
{
    struct strings *old = &l->b->strings;
    struct renumbering r = {.old = old};
    vec_init(&r.offsets, sizeof(uint64_t));
    r.ids = calloc(old->offsets.n, sizeof *r.ids);
    uint64_t *zero = vec_reserve(&r.offsets, old->offsets.n) ? vec_grow(&r.offsets, 2) : NULL;
    bool good = r.ids && zero && !old->failed;
    if (good) {
        zero[1] = 1;
        meet_all(l, &r);
        good = !r.offsets.failed && move_bytes(old, &r);
    }
    free(r.ids);
    if (!good) {
        vec_done(&r.offsets);
        return false;
    }
    vec_done(&old->offsets);
    old->offsets = r.offsets;
    return true;
}
