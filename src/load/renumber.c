/* Strings, numbered anew: in the order in which a walk over the rows in canonical order meets them.
 * So the table does not depend on the order of reading, what a clause says lies together, and
 * strings that only the loader needed (names of what was referred to, selectors) are gone. */
#include "history.h"
#include "layout.h"

struct renumbering {
    const struct strings *old;
    str_id *ids;     /* new ones by old ones; 0: not met yet */
    uint32_t *sizes; /* by new ones, with the NUL: no scalar has 4 GiB */
    uint32_t n;      /* new ones, the absent one (0) included */
};

/* Most strings are met again and again. */
static RARELY_CALLED void meet_first(struct renumbering *r, str_id *id)
{
    r->sizes[r->n] = (uint32_t)strings_len(r->old, *id) + 1;
    r->ids[*id] = r->n;
    *id = r->n++;
}

/* Gives the string its new number. */
static void meet(struct renumbering *r, str_id *id)
{
    const str_id met = r->ids[*id];
    if (met != 0)
        *id = met;
    else if (*id != 0)
        meet_first(r, id);
}

/* Rows hold the number of the file until now. */
static void meet_file(const struct loader *l, struct renumbering *r, uint32_t *file)
{
    *file = VEC_AT(&l->files, struct file_rec, *file)->name_id;
    meet(r, file);
}

static void meet_agreement(struct loader *l, struct renumbering *r, struct agreement_row *a)
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

static void meet_named(struct loader *l, struct renumbering *r, const struct agreement_row *a)
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

/* In rounds, so that at no time both tables are there whole, where they are large. */
#define ROUNDS 8
#define LARGE ((uint64_t)1 << 20) /* bytes */

/* A round: the new strings first .. last-1, and where each begins in the new table. */
struct round {
    str_id first, last;
    uint64_t *from;
    char *bytes;
};

/* The round's strings go to their places; later ones move down in the old table, which is cut to
 * what is left. */
static void move_some(struct strings *old, const struct renumbering *r, const struct round *round)
{
    uint64_t *from = old->offsets.data;
    uint64_t kept = 0;
    for (size_t i = 1; i + 1 < old->offsets.n; i++) {
        str_id id = r->ids[i];
        if (id < round->first)
            continue;
        if (id < round->last) {
            memcpy(round->bytes + round->from[id - round->first], old->bytes.data + from[i],
                   r->sizes[id]);
        } else {
            memmove(old->bytes.data + kept, old->bytes.data + from[i], r->sizes[id]);
            from[i] = kept;
            kept += r->sizes[id];
        }
    }
    char *cut = realloc(old->bytes.data, kept + 1);
    if (cut)
        old->bytes.data = cut;
}

static bool move_bytes(struct strings *old, const struct renumbering *r)
{
    uint32_t n = r->n - 1;
    uint64_t total = 1;
    struct buf bytes;
    for (uint32_t i = 1; i <= n; i++)
        total += r->sizes[i];
    uint32_t most = n / (total < LARGE ? 1 : ROUNDS) + 1;
    struct round round = {.from = malloc(most * sizeof *round.from)};
    buf_init(&bytes, 0);
    if (!round.from || !buf_reserve(&bytes, total)) {
        free(round.from);
        buf_done(&bytes);
        return false;
    }
    round.bytes = bytes.data;
    bytes.data[0] = '\0';
    bytes.n = 1;
    for (round.first = 1; round.first <= n; round.first = round.last) {
        round.last = n - round.first < most ? n + 1 : round.first + most;
        for (str_id id = round.first; id < round.last; bytes.n += r->sizes[id++])
            round.from[id - round.first] = bytes.n;
        move_some(old, r, &round);
    }
    bytes.data[total] = '\0';
    free(round.from);
    buf_done(&old->bytes);
    old->bytes = bytes;
    return true;
}

/* The offsets of the new strings take the place of the old ones. */
static void set_offsets(struct strings *s, const struct renumbering *r)
{
    uint64_t *offsets = s->offsets.data;
    uint64_t at = 0;
    for (uint32_t i = 0; i < r->n; i++) {
        offsets[i] = at;
        at += i == 0 ? 1 : r->sizes[i];
    }
    offsets[r->n] = at;
    s->offsets.n = r->n + 1;
}

bool renumber_strings(struct loader *l)
{
    struct strings *old = &l->b->strings;
    size_t n = old->offsets.n;
    struct renumbering r = {.old = old, .n = 1};
    r.ids = calloc(n, sizeof *r.ids);
    r.sizes = malloc(n * sizeof *r.sizes);
    bool good = r.ids && r.sizes && !old->failed;
    if (good) {
        meet_all(l, &r);
        good = move_bytes(old, &r);
    }
    if (good)
        set_offsets(old, &r);
    free(r.ids);
    free(r.sizes);
    return good;
}
