/* Documents become agreements. */
#include "order.h"
#include "resolve.h"

static const struct doc_rec *doc_at(const struct loader *l, uint32_t i)
{
    return VEC_AT(&l->docs, struct doc_rec, i);
}

static int by_agreement_id(const void *ctx, uint32_t a, uint32_t b)
{
    const struct loader *l = ctx;
    str_id x = doc_at(l, a)->agreement_id, y = doc_at(l, b)->agreement_id;
    if (x == y)
        return 0;
    if (x == 0 || y == 0)
        return x == 0 ? 1 : -1;
    return strcmp(strings_get(&l->b->strings, x), strings_get(&l->b->strings, y));
}

static void take_title(struct loader *l, struct agreement_row *row, const struct doc_rec *d,
                       const struct doc_rec **giver)
{
    if (*giver) {
        struct diag *g = report(l, DIAG_GIVEN_TWICE, d->file, d->title_at,
                                "'title' of '%s' is given twice", quote_id(l, row->id).text);
        second_place(l, g, (*giver)->file, (*giver)->title_at, "first given here");
        hint(g, "the title stands in one document of an agreement");
        return;
    }
    *giver = d;
    row->title = d->title;
    row->file = d->file;
    row->line = d->at.line;
}

static void take_complete(struct loader *l, struct agreement_row *row, const struct doc_rec *d,
                          const struct doc_rec **giver)
{
    if (*giver) {
        struct diag *g =
            report(l, DIAG_GIVEN_TWICE, d->file, d->complete_at,
                   "'complete_through' of '%s' is given twice", quote_id(l, row->id).text);
        second_place(l, g, (*giver)->file, (*giver)->complete_at, "first given here");
        hint(g, "it stands in one document of an agreement");
        return;
    }
    *giver = d;
    row->complete_through = d->complete_through;
}

static void lacks(struct loader *l, const struct agreement_row *row, const struct doc_rec *first,
                  const char *key)
{
    if (!l->incomplete)
        report(l, DIAG_MISSING_KEY, first->file, first->at, "no document of '%s' gives '%s'",
               quote_id(l, row->id).text, key);
}

/* One agreement from its documents, docs[0..n). */
static void make_agreement(struct loader *l, const uint32_t *docs, size_t n)
{
    const struct doc_rec *title = NULL, *complete = NULL;
    uint32_t index = (uint32_t)l->b->agreements.n;
    struct agreement_row *row = vec_add(&l->b->agreements);
    if (!row)
        return;
    row->id = doc_at(l, docs[0])->agreement_id;
    for (size_t i = 0; i < n; i++) {
        struct doc_rec *d = VEC_AT(&l->docs, struct doc_rec, docs[i]);
        d->agreement = index;
        if (d->has_title)
            take_title(l, row, d, &title);
        if (d->has_complete_through)
            take_complete(l, row, d, &complete);
    }
    if (!title)
        lacks(l, row, doc_at(l, docs[0]), "title");
    if (!complete)
        lacks(l, row, doc_at(l, docs[0]), "complete_through");
}

bool resolve_agreements(struct loader *l)
{
    uint32_t *order = order_new(l->docs.n, by_agreement_id, l);
    if (!order)
        return false;
    for (size_t i = 0, j; i < l->docs.n; i = j) {
        str_id id = doc_at(l, order[i])->agreement_id;
        for (j = i; j < l->docs.n && doc_at(l, order[j])->agreement_id == id; j++)
            ;
        if (id != 0)
            make_agreement(l, order + i, j - i);
    }
    free(order);
    return !l->b->agreements.failed;
}
