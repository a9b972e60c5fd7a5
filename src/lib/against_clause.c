/* One clause of two corpora. First what its acts say is compared, act by act; only if something
 * that its answers hang on differs, the answers are: over the plane of days and knowledge, cell by
 * cell. Equal differences of neighbouring cells become one, with the places for which it holds. A
 * difference of what an act says that answers show just so is told there alone. */
#include <stdlib.h>
#include <string.h>

#include "against.h"

/* ---- differences of answers, each once ---- */

struct gathered {
    struct gathered *next;
    uint64_t hash;
    const struct fact *old, *new_;
    const char *by;
    pdate announced;
    bool loose, definite;
    bool follows; /* in all places from a clause that comes or goes */
    bool told;
    struct region *where; /* told: until the knowledge days at hand */
    uint32_t n_where, cap_where;
    struct region *now; /* of the knowledge days at hand */
    uint32_t n_now, cap_now;
};

struct gathering {
    struct against *w;
    struct gathered *first, **last; /* in the order in which they are met */
    const struct plane_strip *strips[SIDES];
    uint32_t n_strips[SIDES];
    struct row_facts **facts[SIDES]; /* by strip and run, made when needed */
    uint32_t clause[SIDES];
    const struct overlay_cell *cell;
    bool definite, follows; /* the cell at hand */
    bool passes;            /* some answer fits the filters */
    bool failed;
};

static uint64_t hash_text(uint64_t h, const char *text)
{
    for (; *text != '\0'; text++)
        h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return (h ^ 0xff) * UINT64_C(1099511628211);
}

static const char *json_of(const struct fact *f)
{
    return f == NULL ? "null" : f->json;
}

static const char *name_of(const struct fact *old, const struct fact *new_)
{
    return old != NULL ? old->name : new_->name;
}

static bool same_change(const struct gathered *g, const struct fact *old, const struct fact *new_)
{
    return strcmp(name_of(g->old, g->new_), name_of(old, new_)) == 0 &&
           strcmp(json_of(g->old), json_of(old)) == 0 &&
           strcmp(json_of(g->new_), json_of(new_)) == 0;
}

static bool same_by(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* The act that says so: of the new answer, else of the old one. */
static void find_by(const struct gathering *g, const struct fact *old, const struct fact *new_,
                    struct gathered *to)
{
    const bool is_new = new_ != NULL && new_->act != IMAGE_NONE;
    const struct fact *f = is_new ? new_ : old;
    if (f == NULL || f->act == IMAGE_NONE)
        return;
    const struct image *img = g->w->half[is_new ? NEW : OLD].image;
    to->by = image_str(img, img->instruments[img->acts[f->act].instrument].id);
    to->announced = act_announced(img, f->act);
    to->loose = f->loose;
}

static struct gathered *find_or_add(struct gathering *g, const struct fact *old,
                                    const struct fact *new_)
{
    struct gathered one = {.old = old, .new_ = new_};
    find_by(g, old, new_, &one);
    one.hash =
        hash_text(hash_text(hash_text(1469598103934665603U, name_of(old, new_)), json_of(old)),
                  json_of(new_));
    for (struct gathered *at = g->first; at != NULL; at = at->next)
        if (at->hash == one.hash && same_change(at, old, new_) &&
            (one.loose || same_by(at->by, one.by))) {
            if (one.loose && !same_by(at->by, one.by))
                at->by = NULL; /* several acts: none is named */
            return at;
        }
    struct gathered *made = ARENA_NEW(&g->w->clause_arena, struct gathered);
    if (made == NULL)
        return NULL;
    *made = one;
    *g->last = made;
    g->last = &made->next;
    return made;
}

/* ---- places ---- */

static bool add_region(struct region **list, uint32_t *n, uint32_t *cap, struct region r,
                       struct arena *a)
{
    if (*n == *cap) {
        const uint32_t more = *cap == 0 ? 4 : *cap * 2;
        struct region *items = ARENA_ARRAY(a, more, struct region);
        if (items == NULL)
            return false;
        if (*n > 0)
            memcpy(items, *list, *n * sizeof *items);
        *list = items;
        *cap = more;
    }
    (*list)[(*n)++] = r;
    return true;
}

static bool same_edge(struct plane_edge a, struct plane_edge b)
{
    if (a.moves != b.moves)
        return false;
    return a.moves ? a.plus.count == b.plus.count && a.plus.unit == b.plus.unit : a.day == b.day;
}

static bool meet_on(struct plane_edge a, struct plane_edge b, day_t known)
{
    return same_edge(a, b) || plane_edge_day(a, known) == plane_edge_day(b, known);
}

/* Makes `a` longer by `b`, which begins on the next day of knowledge, if they are one place. What
 * was met on a single day of knowledge moves or not, as the other does. */
static bool melt(struct region *a, const struct region *b)
{
    if (a->last + 1 != b->first)
        return false;
    const bool same = same_edge(a->from, b->from) && same_edge(a->end, b->end);
    if (!same && b->first == b->last && meet_on(a->from, b->from, b->first) &&
        meet_on(a->end, b->end, b->first)) {
        a->last = b->last;
        return true;
    }
    if (!same && !(a->first == a->last && meet_on(a->from, b->from, a->first) &&
                   meet_on(a->end, b->end, a->first)))
        return false;
    a->from = b->from;
    a->end = b->end;
    a->last = b->last;
    return true;
}

/* Melts the last place into one that ends where it begins, and so on; it is gone then. */
static void melt_last(struct gathered *d)
{
    for (bool melted = true; melted && d->n_where > 1;) {
        struct region *last = &d->where[d->n_where - 1];
        melted = false;
        for (uint32_t i = 0; i + 1 < d->n_where && !melted; i++) {
            struct region one = d->where[i];
            if (!melt(&one, last))
                continue;
            memmove(&d->where[i], &d->where[i + 1], (d->n_where - i - 1) * sizeof one);
            d->where[d->n_where - 2] = one; /* last, so that it is looked at again */
            d->n_where--;
            melted = true;
        }
    }
}

static int by_place(const void *a, const void *b)
{
    const struct region *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    const day_t p = plane_edge_day(x->from, x->first), q = plane_edge_day(y->from, y->first);
    return (p > q) - (p < q);
}

/* The places of the knowledge days at hand go to those told. */
static void fold(struct gathering *g, struct gathered *d)
{
    for (uint32_t i = 0; i < d->n_now && !g->failed; i++) {
        g->failed |=
            !add_region(&d->where, &d->n_where, &d->cap_where, d->now[i], &g->w->clause_arena);
        melt_last(d);
    }
    d->n_now = 0;
}

static void take_place(struct gathering *g, struct gathered *d)
{
    const struct overlay_cell *c = g->cell;
    struct region here = {c->first, c->last, c->from, c->end};
    if (!here.end.moves && here.end.day == DAY_NEVER)
        here.end.day = g->w->half[NEW].plane.last + 1;
    if (d->n_now > 0 && d->now[0].first != c->first)
        fold(g, d);
    struct region *before = d->n_now > 0 ? &d->now[d->n_now - 1] : NULL;
    if (before != NULL && same_edge(before->end, here.end))
        return; /* two cases of one answer */
    if (before != NULL && same_edge(before->end, here.from))
        before->end = here.end;
    else
        g->failed |= !add_region(&d->now, &d->n_now, &d->cap_now, here, &g->w->clause_arena);
}

static void gather(void *ctx, const struct fact *old, const struct fact *new_)
{
    struct gathering *g = ctx;
    struct gathered *d = find_or_add(g, old, new_);
    if (d == NULL) {
        g->failed = true;
        return;
    }
    d->definite |= g->definite;
    d->follows = g->follows && (d->follows || (d->n_now == 0 && d->n_where == 0));
    take_place(g, d);
}

/* ---- the plane ---- */

static const struct row_facts *facts_at(struct gathering *g, enum side side, uint32_t strip,
                                        uint32_t run)
{
    struct arena *a = &g->w->clause_arena;
    const struct plane_strip *s = &g->strips[side][strip];
    struct row_facts **list = &g->facts[side][strip];
    if (*list == NULL) {
        *list = ARENA_ARRAY(a, s->n_runs, struct row_facts);
        for (uint32_t i = 0; *list != NULL && i < s->n_runs; i++) {
            row_facts_make(&(*list)[i], s->runs[i].row, g->w->days || g->w->known, a);
            g->failed |= (*list)[i].all.failed;
        }
    }
    g->failed |= *list == NULL;
    return *list == NULL || g->failed ? NULL : &(*list)[run];
}

static bool fits(const struct against *w, const struct row *row)
{
    struct filter filter = w->asker[NEW].asked.filter;
    filter.all = true;
    return row_passes(row, &filter);
}

static bool row_is_away(enum answer_status s)
{
    return s == STATUS_NOT_YET || s == STATUS_ENDED;
}

static enum status compare_cell(void *ctx, const struct overlay_cell *cell)
{
    struct gathering *g = ctx;
    const struct row *old_row = g->strips[OLD][cell->old_strip].runs[cell->old_run].row;
    const struct row *new_row = g->strips[NEW][cell->new_strip].runs[cell->new_run].row;
    if (!fits(g->w, old_row) && !fits(g->w, new_row))
        return ST_OK;
    g->passes = true;
    const struct row_facts *old = facts_at(g, OLD, cell->old_strip, cell->old_run);
    const struct row_facts *new_ = facts_at(g, NEW, cell->new_strip, cell->new_run);
    if (old == NULL || new_ == NULL)
        return ST_NOMEM;
    g->cell = cell;
    g->follows =
        old->status != new_->status && (row_is_away(old->status) || row_is_away(new_->status));
    g->definite = old->status != STATUS_DEPENDS && new_->status != STATUS_DEPENDS;
    row_facts_compare(old, new_, gather, g);
    return g->failed ? ST_NOMEM : ST_OK;
}

static enum status gather_all(struct gathering *g)
{
    struct against *w = g->w;
    enum status status = ST_OK;
    for (int side = OLD; status == ST_OK && side < SIDES; side++) {
        status = plane_clause(&w->half[side].plane, g->clause[side], &w->clause_arena,
                              &g->strips[side], &g->n_strips[side]);
        if (status == ST_OK)
            g->facts[side] = ARENA_ARRAY(&w->clause_arena, g->n_strips[side], struct row_facts *);
    }
    if (status == ST_OK && w->clause_arena.failed)
        status = ST_NOMEM;
    if (status != ST_OK)
        return status;
    const struct overlay o = {g->strips[OLD], g->strips[NEW], g->n_strips[OLD], g->n_strips[NEW]};
    status = overlay_walk(&o, &w->clause_arena, compare_cell, g);
    for (struct gathered *d = g->first; d != NULL; d = d->next) {
        fold(g, d);
        if (d->n_where > 1)
            qsort(d->where, d->n_where, sizeof *d->where, by_place);
    }
    return status == ST_OK && g->failed ? ST_NOMEM : status;
}

/* ---- what acts say ---- */

struct pair_of_lists {
    struct facts *acts[SIDES], clause[SIDES];
    uint32_t n[SIDES];
    uint32_t *partner; /* of each old act: the new one, or IMAGE_NONE */
    uint32_t *taken;   /* of each new act: the old one, or IMAGE_NONE */
};

static bool make_lists(struct against *w, const uint32_t *clause, struct pair_of_lists *l)
{
    struct arena *a = &w->clause_arena;
    bool good = true;
    for (int side = OLD; side < SIDES; side++) {
        const struct image *img = w->half[side].image;
        const struct span acts = img->clauses[clause[side]].acts;
        facts_init(&l->clause[side], img, a);
        clause_facts(&l->clause[side], clause[side]);
        facts_seal(&l->clause[side]);
        l->n[side] = acts.n;
        l->acts[side] = ARENA_ARRAY(a, acts.n, struct facts);
        for (uint32_t i = 0; l->acts[side] != NULL && i < acts.n; i++) {
            facts_init(&l->acts[side][i], img, a);
            act_facts(&l->acts[side][i], acts.first + i);
            facts_seal(&l->acts[side][i]);
            good = good && !l->acts[side][i].failed;
        }
        good = good && !l->clause[side].failed && l->acts[side] != NULL;
    }
    return good;
}

/* How near two acts are: 0 nothing in common, 1 the instrument, 2 what they do too, 3 all. */
static int nearness(const struct facts *a, const struct facts *b)
{
    if (strcmp(a->list[1].json, b->list[1].json) != 0)
        return 0;
    if (strcmp(a->list[0].json, b->list[0].json) != 0)
        return 1;
    return against_same(a, b) ? 3 : 2;
}

/* Each act with the nearest of the other side: of the same instrument at least. */
static bool pair_acts(struct pair_of_lists *l, struct arena *a)
{
    l->partner = ARENA_ARRAY(a, l->n[OLD], uint32_t);
    l->taken = ARENA_ARRAY(a, l->n[NEW], uint32_t);
    if (l->partner == NULL || l->taken == NULL)
        return false;
    for (uint32_t i = 0; i < l->n[OLD]; i++)
        l->partner[i] = IMAGE_NONE;
    for (uint32_t k = 0; k < l->n[NEW]; k++)
        l->taken[k] = IMAGE_NONE;
    for (int near = 3; near > 0; near--)
        for (uint32_t i = 0; i < l->n[OLD]; i++)
            for (uint32_t k = 0; l->partner[i] == IMAGE_NONE && k < l->n[NEW]; k++)
                if (l->taken[k] == IMAGE_NONE &&
                    nearness(&l->acts[OLD][i], &l->acts[NEW][k]) >= near) {
                    l->partner[i] = k;
                    l->taken[k] = i;
                }
    return true;
}

static bool all_alike(const struct pair_of_lists *l)
{
    bool same = l->n[OLD] == l->n[NEW] && against_same(&l->clause[OLD], &l->clause[NEW]);
    for (uint32_t i = 0; same && i < l->n[OLD]; i++)
        same = against_same(&l->acts[OLD][i], &l->acts[NEW][i]);
    return same;
}

static bool uses_changed(const struct half *h, uint32_t clause)
{
    const struct image *img = h->image;
    const struct span acts = img->clauses[clause].acts;
    for (uint32_t i = acts.first; i < acts.first + acts.n; i++) {
        const struct span sources = act_sources(img, i);
        if (h->changed[THING_INSTRUMENT][img->acts[i].instrument - h->row->instruments.first])
            return true;
        for (uint32_t k = 0; k < sources.n; k++)
            if (h->changed[THING_SOURCE][img->refs[sources.first + k] - h->row->sources.first])
                return true;
    }
    return false;
}

/* ---- telling ---- */

struct telling {
    struct against *w;
    const struct gathering *g;
    struct difference d; /* all but what differs */
};

static bool same_places(const struct gathered *a, const struct gathered *b)
{
    if (a->n_where != b->n_where)
        return false;
    for (uint32_t i = 0; i < a->n_where; i++) {
        const struct region *x = &a->where[i], *y = &b->where[i];
        if (x->first != y->first || x->last != y->last || !same_edge(x->from, y->from) ||
            !same_edge(x->end, y->end))
            return false;
    }
    return true;
}

static void tell_one(struct against *w, const struct difference *base, const struct gathered *at,
                     bool again)
{
    struct difference d = *base;
    d.subject = "answer";
    d.field = name_of(at->old, at->new_);
    d.old = at->old;
    d.new_ = at->new_;
    d.by = at->by;
    d.announced = at->announced;
    d.where = at->where;
    d.n_where = at->n_where;
    d.follows = at->follows;
    d.again = again;
    against_tell(w, &d, at->definite);
}

/* Together what holds in the same places. */
static void tell_gathered(struct against *w, const struct difference *base, struct gathering *g)
{
    for (struct gathered *at = g->first; at != NULL; at = at->next) {
        if (at->told)
            continue;
        tell_one(w, base, at, false);
        for (struct gathered *more = at->next; more != NULL; more = more->next)
            if (!more->told && same_places(at, more)) {
                more->told = true;
                tell_one(w, base, more, true);
            }
    }
}

/* Is it told of the answers as it stands? */
static bool is_told(const struct telling *t, const struct fact *old, const struct fact *new_)
{
    for (const struct gathered *at = t->g->first; at != NULL; at = at->next)
        if (same_change(at, old, new_) && (t->d.by == NULL || same_by(at->by, t->d.by)))
            return true;
    return false;
}

static void tell_said(void *ctx, const struct fact *old, const struct fact *new_)
{
    struct telling *t = ctx;
    if (is_told(t, old, new_))
        return;
    struct difference d = t->d;
    d.field = name_of(old, new_);
    d.old = old;
    d.new_ = new_;
    against_tell(t->w, &d, true);
}

static void begin_act(struct telling *t, enum side side, uint32_t at, const uint32_t *clause)
{
    const struct image *img = t->w->half[side].image;
    const uint32_t act = img->clauses[clause[side]].acts.first + at;
    const uint32_t number = img->acts[act].number;
    t->d.subject = "act";
    t->d.id = number == 0 ? NULL : arena_printf(&t->w->clause_arena, "%s#%u", t->d.clause, number);
    t->d.by = image_str(img, img->instruments[img->acts[act].instrument].id);
    t->d.announced = act_announced(img, act);
}

static void tell_alone(struct telling *t, enum side side, const struct facts *act)
{
    const struct fact whole = against_whole(act, act->list[0].text, &t->w->clause_arena);
    struct difference d = t->d;
    d.old = side == OLD ? &whole : NULL;
    d.new_ = side == NEW ? &whole : NULL;
    against_tell(t->w, &d, true);
}

/* Acts in another order: a history is walked in order. */
static void tell_order(struct telling *t, const struct pair_of_lists *l)
{
    uint32_t before = 0;
    bool crossed = false;
    for (uint32_t i = 0; i < l->n[OLD]; i++) {
        crossed |= l->partner[i] != IMAGE_NONE && l->partner[i] < before;
        if (l->partner[i] != IMAGE_NONE)
            before = l->partner[i];
    }
    if (!crossed)
        return;
    struct facts order[SIDES];
    for (int side = OLD; side < SIDES; side++) {
        struct facts *f = &order[side];
        facts_init(f, t->w->half[side].image, &t->w->clause_arena);
        for (uint32_t i = 0; i < l->n[side]; i++) {
            const struct facts *act = &l->acts[side][i];
            buf_printf(&f->json, "%s\"%s %s\"", i == 0 ? "[" : ",", act->list[0].text,
                       act->list[1].text);
        }
        buf_puts(&f->json, "]");
        facts_add(f, "order");
        facts_seal(f);
    }
    struct difference d = t->d;
    d.field = "order";
    d.old = order[OLD].list;
    d.new_ = order[NEW].list;
    if (d.old != NULL && d.new_ != NULL)
        against_tell(t->w, &d, true);
}

static void tell_acts(struct telling *t, const struct pair_of_lists *l, const uint32_t *clause)
{
    for (uint32_t i = 0; i < l->n[OLD]; i++) {
        const uint32_t k = l->partner[i];
        begin_act(t, k == IMAGE_NONE ? OLD : NEW, k == IMAGE_NONE ? i : k, clause);
        if (k == IMAGE_NONE)
            tell_alone(t, OLD, &l->acts[OLD][i]);
        else
            facts_compare(&l->acts[OLD][i], &l->acts[NEW][k], tell_said, t);
    }
    for (uint32_t k = 0; k < l->n[NEW]; k++) {
        begin_act(t, NEW, k, clause);
        if (l->taken[k] == IMAGE_NONE)
            tell_alone(t, NEW, &l->acts[NEW][k]);
    }
}

static struct difference base_of(const struct against *w, const uint32_t *clause)
{
    const enum side side = clause[NEW] != IMAGE_NONE ? NEW : OLD;
    const struct half *h = &w->half[side];
    const struct clause_row *c = &h->image->clauses[clause[side]];
    return (struct difference){.agreement = image_str(h->image, h->row->id),
                               .clause = image_str(h->image, c->id),
                               .title = image_str(h->image, c->title),
                               .subject = "clause"};
}

static enum status tell_one_side(struct against *w, const uint32_t *clause)
{
    const enum side side = clause[NEW] != IMAGE_NONE ? NEW : OLD;
    struct telling t = {.w = w, .d = base_of(w, clause)};
    struct facts f;
    facts_init(&f, w->half[side].image, &w->clause_arena);
    clause_facts(&f, clause[side]);
    facts_seal(&f);
    if (f.failed)
        return ST_NOMEM;
    tell_alone(&t, side, &f);
    return w->clause_arena.failed ? ST_NOMEM : ST_OK;
}

enum status against_clause(struct against *w, uint32_t old, uint32_t new_)
{
    const uint32_t clause[SIDES] = {old, new_};
    struct pair_of_lists l = {0};
    struct gathering g = {.w = w, .clause = {old, new_}, .passes = !w->filters};
    arena_clear(&w->clause_arena);
    g.last = &g.first;
    if (old == IMAGE_NONE || new_ == IMAGE_NONE)
        return tell_one_side(w, clause);
    if (!make_lists(w, clause, &l))
        return ST_NOMEM;
    const bool alike = all_alike(&l);
    if (alike && !w->unlike && !uses_changed(&w->half[OLD], old) &&
        !uses_changed(&w->half[NEW], new_))
        return ST_OK;
    const enum status status = gather_all(&g);
    if (status != ST_OK || !g.passes)
        return status;
    struct telling t = {.w = w, .g = &g, .d = base_of(w, clause)};
    tell_gathered(w, &t.d, &g);
    if (w->days || w->known)
        return ST_OK;
    facts_compare(&l.clause[OLD], &l.clause[NEW], tell_said, &t);
    if (!alike && !pair_acts(&l, &w->clause_arena))
        return ST_NOMEM;
    if (!alike) {
        tell_acts(&t, &l, clause);
        t.d = base_of(w, clause);
        tell_order(&t, &l);
    }
    return w->clause_arena.failed ? ST_NOMEM : ST_OK;
}
