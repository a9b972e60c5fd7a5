/* Implicit acts: an instrument's `reaffirms` and `silent_on` stand for an act of that name on each
 * clause they fit that has an act signed on an earlier day, unless the instrument has written one.
 */
#include "history.h"
#include "order.h"

/* ---- which clauses a selector fits ---- */

/* As much of an image as selector_fits looks at. */
static struct image clauses_view(const struct loader *l)
{
    return (struct image){.agreements = l->b->agreements.data,
                          .n_agreements = l->b->agreements.n,
                          .clauses = l->b->clauses.data,
                          .n_clauses = l->b->clauses.n,
                          .string_offsets = l->b->strings.offsets.data,
                          .n_string_offsets = l->b->strings.offsets.n,
                          .string_bytes = l->b->strings.bytes.data,
                          .n_string_bytes = l->b->strings.bytes.n};
}

/* The first of the agreement's clauses that does not sort before the id. */
static uint32_t first_from(const struct image *img, struct span clauses, const char *id, size_t n)
{
    uint32_t lo = clauses.first, hi = clauses.first + clauses.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        str_id s = img->clauses[mid].id;
        if (id_compare(image_str(img, s), image_str_len(img, s), id, n) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static bool add_hit(struct history *h, uint32_t clause, uint32_t instrument, enum act_type type,
                    uint32_t line)
{
    struct hit *hit = vec_add(&h->hits);
    if (!hit)
        return false;
    *hit = (struct hit){clause, instrument, line, (uint8_t)type};
    return true;
}

/* A plain id fits a run of clauses, a glob any. */
static bool find_fits(struct history *h, uint32_t instrument, const struct selector_rec *sel,
                      enum act_type type, uint32_t line)
{
    struct image img = clauses_view(h->l);
    struct span all = img.agreements[h->agreement].clauses;
    const char *text = image_str(&img, sel->text);
    size_t n = image_str_len(&img, sel->text);
    bool scan = strpbrk(text, "*?/") != NULL;
    size_t before = h->hits.n;
    uint32_t i = scan ? all.first : first_from(&img, all, text, n);
    for (; i < all.first + all.n; i++) {
        bool fits = selector_fits(&img, i, text, n);
        if (fits && !add_hit(h, i, instrument, type, line))
            return false;
        if (!fits && !scan)
            break;
    }
    const struct instrument_row *row = &instrument_at(h->l, instrument)->row;
    if (h->hits.n == before && !h->l->incomplete)
        report(h->l, DIAG_UNKNOWN_REFERENCE, row->file, sel->at, "'%s' fits no clause of '%s'",
               quote(text, n).text, quote_id(h->l, img.agreements[h->agreement].id).text);
    return true;
}

static bool find_all(struct history *h, uint32_t instrument, struct span selectors,
                     enum act_type type, uint32_t line)
{
    for (uint32_t i = selectors.first; i < selectors.first + selectors.n; i++) {
        struct selector_rec sel = *VEC_AT(&h->l->selectors, struct selector_rec, i);
        if (!find_fits(h, instrument, &sel, type, line))
            return false;
    }
    return true;
}

static int by_clause(const void *ctx, uint32_t a, uint32_t b)
{
    const struct hit *hits = ctx;
    return (hits[a].clause > hits[b].clause) - (hits[a].clause < hits[b].clause);
}

bool implicit_find(struct history *h)
{
    struct span s = VEC_AT(&h->l->b->agreements, struct agreement_row, h->agreement)->instruments;
    h->hits.n = 0;
    h->next_hit = 0;
    for (uint32_t i = s.first; i < s.first + s.n; i++) {
        struct instrument_rec t = *instrument_at(h->l, i);
        if (!find_all(h, i, t.reaffirms, ACT_REAFFIRM, t.reaffirms_line) ||
            !find_all(h, i, t.silent_on, ACT_SILENT, t.silent_line))
            return false;
    }
    uint32_t *order = order_new(h->hits.n, by_clause, h->hits.data);
    if (!order)
        return false;
    order_gather(h->hits.data, h->hits.size, order, h->hits.n);
    free(order);
    return true;
}

/* ---- the acts of one clause ---- */

/* An act that became public later than its instrument. Until then only the implicit act is known.
 */
static bool announced_itself(const struct history *h, const struct act_row *act)
{
    return act->extra != IMAGE_NONE &&
           VEC_AT(&h->l->b->extras, struct extra_row, act->extra)->announced != 0;
}

/* Has the clause a written act signed before that day, and none by that instrument that always
 * hides the implicit one? */
static bool stands_for_act(const struct history *h, size_t written, uint32_t instrument,
                           day_t signed_first)
{
    bool earlier = false;
    for (size_t i = 0; i < written; i++) {
        const struct turn *t = turn_at(h, i);
        const struct act_row *act = act_at(h->l, t->act);
        if (act->instrument == instrument && !announced_itself(h, act))
            return false;
        earlier = earlier || (t->signed_first && t->signed_first < signed_first);
    }
    return earlier;
}

static void refuse_no_source(struct history *h, const struct hit *hit, struct instrument_rec *by)
{
    if (by->has_sources)
        return;
    by->has_sources = true; /* once for each instrument */
    hint(report(h->l, DIAG_NO_SOURCE, by->row.file, (struct spot){hit->line, 0},
                "'%s' has no source, and no act it stands for can have one",
                quote_id(h->l, by->row.id).text),
         "give the instrument `sources`");
}

static bool add_act(struct history *h, const struct hit *hit)
{
    struct loader *l = h->l;
    struct instrument_rec *by = instrument_at(l, hit->instrument);
    struct act_row *act = vec_add(&l->b->acts);
    struct turn *t = vec_add(&h->turns);
    if (!act || !t)
        return false;
    *act = (struct act_row){.instrument = hit->instrument,
                            .type = hit->type,
                            .flags = ACT_IMPLICIT,
                            .from = by->row.starts,
                            .until = IMAGE_NONE,
                            .extra = IMAGE_NONE,
                            .known_day = by->row.known_day,
                            .file = by->row.file,
                            .line = hit->line};
    *t = (struct turn){.act = (uint32_t)(l->b->acts.n - 1),
                       .doc = IMAGE_NONE,
                       .signed_first = by->row.signed_first};
    refuse_no_source(h, hit, by);
    return true;
}

/* Written acts before implicit ones of a day, those by instrument: their ids are in byte order. */
static int by_place(const void *ctx, uint32_t a, uint32_t b)
{
    const struct history *h = ctx;
    const struct turn *x = turn_at(h, a), *y = turn_at(h, b);
    bool x_written = x->doc != IMAGE_NONE, y_written = y->doc != IMAGE_NONE;
    if (x->signed_first != y->signed_first)
        return x->signed_first < y->signed_first ? -1 : 1;
    if (x_written != y_written)
        return x_written ? -1 : 1;
    if (x_written)
        return 0;
    uint32_t by_x = act_at(h->l, x->act)->instrument, by_y = act_at(h->l, y->act)->instrument;
    return (by_x > by_y) - (by_x < by_y);
}

static bool place_turns(struct history *h)
{
    uint32_t *order = order_new(h->turns.n, by_place, h);
    if (!order)
        return false;
    order_gather(h->turns.data, h->turns.size, order, h->turns.n);
    free(order);
    return true;
}

bool implicit_add(struct history *h)
{
    size_t written = h->turns.n;
    uint32_t last = IMAGE_NONE;
    for (; h->next_hit < h->hits.n; h->next_hit++) {
        struct hit hit = *VEC_AT(&h->hits, struct hit, h->next_hit);
        if (hit.clause > h->clause)
            break;
        if (hit.clause < h->clause || !h->sound || hit.instrument == last)
            continue;
        day_t day = instrument_at(h->l, hit.instrument)->row.signed_first;
        if (!day || !stands_for_act(h, written, hit.instrument, day))
            continue;
        if (!add_act(h, &hit))
            return false;
        last = hit.instrument;
    }
    return h->turns.n == written || place_turns(h);
}
