/* See overlay.h. Within two strips all edges stand still or move with Y. A cell is there on all
 * days of a stretch of Y if it is there on its first and its last, since an edge that moves meets
 * one that stands still once only, and of two that move one stays before the other: unless one
 * moves by days and the other by months. Where that may be, or where the two ends have other cells,
 * halves are looked at, at last single days. */
#include "overlay.h"

struct meeting {
    const struct plane_strip *old, *new_;
    struct overlay_cell *at; /* of one day of Y */
    uint32_t n;
};

struct walker {
    const struct overlay *o;
    uint32_t i, k; /* strips */
    struct meeting first, last;
    overlay_fn *fn;
    void *ctx;
};

static day_t end_of(const struct plane_strip *s, uint32_t run, day_t known)
{
    return run + 1 < s->n_runs ? plane_edge_day(s->runs[run + 1].from, known) : DAY_NEVER;
}

static struct plane_edge edge_behind(const struct plane_strip *s, uint32_t run)
{
    static const struct plane_edge never = {.day = DAY_NEVER};
    return run + 1 < s->n_runs ? s->runs[run + 1].from : never;
}

/* The cells as known on one day. */
static void meet(struct meeting *m, day_t known)
{
    struct plane_edge from = m->old->runs[0].from;
    m->n = 0;
    for (uint32_t i = 0, k = 0; i < m->old->n_runs && k < m->new_->n_runs;) {
        const day_t a = end_of(m->old, i, known), b = end_of(m->new_, k, known);
        const struct plane_edge end = a <= b ? edge_behind(m->old, i) : edge_behind(m->new_, k);
        m->at[m->n++] = (struct overlay_cell){.from = from, .end = end, .old_run = i, .new_run = k};
        from = end;
        i += a <= b;
        k += b <= a;
    }
}

static bool same_cells(const struct meeting *a, const struct meeting *b)
{
    if (a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++)
        if (a->at[i].old_run != b->at[i].old_run || a->at[i].new_run != b->at[i].new_run)
            return false;
    return true;
}

static bool by_months(struct offset o)
{
    return o.count != 0 && (o.unit == 'm' || o.unit == 'y');
}

/* Has one strip an edge that moves by days where the other has one that moves by months? */
static bool may_swap(const struct plane_strip *a, const struct plane_strip *b)
{
    bool days[2] = {false, false}, months[2] = {false, false};
    for (int side = 0; side < 2; side++) {
        const struct plane_strip *s = side == 0 ? a : b;
        for (uint32_t i = 0; i < s->n_runs; i++) {
            const struct plane_edge e = s->runs[i].from;
            months[side] |= e.moves && by_months(e.plus);
            days[side] |= e.moves && e.plus.count != 0 && !by_months(e.plus);
        }
    }
    return (days[0] && months[1]) || (days[1] && months[0]);
}

static enum status tell(struct walker *w, day_t first, day_t last)
{
    enum status status = ST_OK;
    for (uint32_t i = 0; status == ST_OK && i < w->first.n; i++) {
        struct overlay_cell cell = w->first.at[i];
        cell.first = first;
        cell.last = last;
        cell.old_strip = w->i;
        cell.new_strip = w->k;
        status = w->fn(w->ctx, &cell);
    }
    return status;
}

static enum status stretch(struct walker *w, day_t first, day_t last, bool swaps)
{
    meet(&w->first, first);
    meet(&w->last, last);
    if (first == last || (!swaps && same_cells(&w->first, &w->last)))
        return tell(w, first, last);
    const day_t middle = first + (last - first) / 2;
    const enum status status = stretch(w, first, middle, swaps);
    return status == ST_OK ? stretch(w, middle + 1, last, swaps) : status;
}

static uint32_t most_runs(const struct plane_strip *strips, uint32_t n)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < n; i++)
        if (strips[i].n_runs > most)
            most = strips[i].n_runs;
    return most;
}

enum status overlay_walk(const struct overlay *o, struct arena *a, overlay_fn *fn, void *ctx)
{
    struct walker w = {.o = o, .fn = fn, .ctx = ctx};
    const size_t most = (size_t)most_runs(o->old, o->n_old) + most_runs(o->new_, o->n_new);
    w.first.at = ARENA_ARRAY(a, most, struct overlay_cell);
    w.last.at = ARENA_ARRAY(a, most, struct overlay_cell);
    enum status status = w.last.at == NULL || w.first.at == NULL ? ST_NOMEM : ST_OK;
    while (status == ST_OK && w.i < o->n_old && w.k < o->n_new) {
        const struct plane_strip *x = &o->old[w.i], *y = &o->new_[w.k];
        const day_t first = x->first > y->first ? x->first : y->first;
        const day_t last = x->last < y->last ? x->last : y->last;
        w.first.old = w.last.old = x;
        w.first.new_ = w.last.new_ = y;
        if (x->n_runs > 0 && y->n_runs > 0)
            status = stretch(&w, first, last, may_swap(x, y));
        w.i += x->last == last;
        w.k += y->last == last;
    }
    return status;
}
