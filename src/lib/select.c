/* Selectors become ranges of clauses. Clauses of an agreement are sorted part by part, so that `ip`
 * and all of `ip.*` stand together: a selector without * or ? is a pair of binary searches in each
 * agreement, and only a glob looks at every clause. */
#include "select.h"

#include <stdlib.h>
#include <string.h>

/* So many names at most are compared with one that is not known. */
#define MAX_CANDIDATES 200000

void selection_init(struct selection *s)
{
    vec_init(&s->ranges, sizeof(struct range));
    s->fitted = 0;
}

void selection_done(struct selection *s)
{
    vec_done(&s->ranges);
}

struct selector {
    const char *text; /* whole */
    size_t text_n;
    const char *agreement; /* before the slash; NULL: none */
    size_t agreement_n;
    const char *id;
    size_t n;
    bool glob;
};

static struct selector split(const char *text)
{
    const size_t n = strlen(text);
    const char *slash = memchr(text, '/', n);
    struct selector s = {.text = text, .text_n = n, .id = text, .n = n};
    s.glob = strpbrk(text, "*?") != NULL;
    if (slash != NULL) {
        s.agreement = text;
        s.agreement_n = (size_t)(slash - text);
        s.id = slash + 1;
        s.n = n - s.agreement_n - 1;
    }
    return s;
}

static void add_range(struct selection *s, uint32_t ordinal, uint32_t first, uint32_t n)
{
    s->fitted += n;
    if (n == 0)
        return;
    struct range *last = s->ranges.n > 0 ? VEC_AT(&s->ranges, struct range, s->ranges.n - 1) : NULL;
    if (last != NULL && last->ordinal == ordinal &&
        last->clauses.first + last->clauses.n == first) {
        last->clauses.n += n;
        return;
    }
    struct range *added = vec_add(&s->ranges);
    if (added != NULL)
        *added = (struct range){ordinal, {first, n}};
}

/* Is this clause's id the selector's, or below it? */
static bool stands_below(const struct image *img, uint32_t clause, const struct selector *sel)
{
    const str_id id = img->clauses[clause].id;
    const char *text = image_str(img, id);
    const size_t n = image_str_len(img, id);
    return n >= sel->n && memcmp(text, sel->id, sel->n) == 0 &&
           (n == sel->n || text[sel->n] == '.');
}

/* The first clause of the rows that does not come before the selector's id. */
static uint32_t lower_bound(const struct image *img, struct span rows, const struct selector *sel)
{
    uint32_t low = rows.first;
    uint32_t high = rows.first + rows.n;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const str_id id = img->clauses[middle].id;
        if (id_compare(image_str(img, id), image_str_len(img, id), sel->id, sel->n) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void select_plain(struct selection *s, const struct pact_corpus *c, uint32_t ordinal,
                         const struct selector *sel)
{
    const struct image *img = corpus_image(c, ordinal);
    const struct span rows = corpus_agreement_row(c, ordinal)->clauses;
    const uint32_t first = lower_bound(img, rows, sel);
    uint32_t low = first;
    uint32_t high = rows.first + rows.n;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (stands_below(img, middle, sel))
            low = middle + 1;
        else
            high = middle;
    }
    add_range(s, ordinal, first, low - first);
}

static void select_glob(struct selection *s, const struct pact_corpus *c, uint32_t ordinal,
                        const struct selector *sel)
{
    const struct image *img = corpus_image(c, ordinal);
    const struct span rows = corpus_agreement_row(c, ordinal)->clauses;
    for (uint32_t i = rows.first; i < rows.first + rows.n; i++)
        if (selector_fits(img, i, sel->text, sel->text_n))
            add_range(s, ordinal, i, 1);
}

static void select_in(struct selection *s, const struct pact_corpus *c, uint32_t ordinal,
                      const struct selector *sel)
{
    if (sel->glob)
        select_glob(s, c, ordinal, sel);
    else if (sel->n > 0)
        select_plain(s, c, ordinal, sel);
}

static void select_one(struct selection *s, const struct pact_corpus *c, const struct selector *sel)
{
    /* An agreement that is named in full saves looking at the others. */
    if (sel->agreement != NULL && strpbrk(sel->agreement, "*?/")[0] == '/') {
        const uint32_t ordinal = corpus_find(c, sel->agreement, sel->agreement_n);
        if (ordinal != IMAGE_NONE)
            select_in(s, c, ordinal, sel);
        return;
    }
    if (sel->glob || sel->agreement != NULL) {
        for (uint32_t ordinal = 0; ordinal < c->n_agreements; ordinal++)
            select_in(s, c, ordinal, sel);
        return;
    }
    /* Otherwise its topic, the first part of the id, tells which agreements to look at. */
    const char *dot = memchr(sel->id, '.', sel->n);
    struct vec ordinals;
    vec_init(&ordinals, sizeof(uint32_t));
    corpus_find_topic(c, sel->id, dot != NULL ? (size_t)(dot - sel->id) : sel->n, &ordinals);
    for (size_t i = 0; i < ordinals.n; i++)
        select_in(s, c, *VEC_AT(&ordinals, uint32_t, i), sel);
    s->ranges.failed |= ordinals.failed;
    vec_done(&ordinals);
}

/* ---- a selector that fits nothing ---- */

static void offer_string(struct suggest *s, const struct image *img, str_id id)
{
    suggest_offer(s, image_str(img, id), image_str_len(img, id));
}

static void offer_agreements(struct suggest *s, const struct pact_corpus *c)
{
    for (size_t i = 0; i < c->n_agreements && i < MAX_CANDIDATES; i++)
        offer_string(s, corpus_image(c, i), corpus_agreement_row(c, i)->id);
}

static void offer_clauses(struct suggest *s, const struct pact_corpus *c, uint32_t only)
{
    size_t left = MAX_CANDIDATES;
    for (uint32_t i = 0; i < c->n_agreements && left > 0; i++) {
        if (only != IMAGE_NONE && i != only)
            continue;
        const struct image *img = corpus_image(c, i);
        const struct agreement_row *row = corpus_agreement_row(c, i);
        for (uint32_t t = 0; t < row->topics.n && left > 0; t++, left--)
            offer_string(s, img, img->topics[row->topics.first + t].name);
        for (uint32_t k = 0; k < row->clauses.n && left > 0; k++, left--)
            offer_string(s, img, img->clauses[row->clauses.first + k].id);
    }
}

static void complain_unknown(const struct pact_corpus *c, const struct selector *sel,
                             struct diags *d)
{
    struct suggest s;
    uint32_t within = IMAGE_NONE;
    if (corpus_find(c, sel->text, sel->text_n) != IMAGE_NONE) {
        complain(d, DIAG_UNKNOWN_NAME,
                 diag_text(d, "for all clauses of the agreement write '%s/*'", sel->text),
                 "no clause fits '%s', which is an agreement", sel->text);
        return;
    }
    if (sel->agreement != NULL && !sel->glob) {
        within = corpus_find(c, sel->agreement, sel->agreement_n);
        if (within == IMAGE_NONE) {
            suggest_init(&s, sel->agreement, sel->agreement_n);
            offer_agreements(&s, c);
            complain(
                d, DIAG_UNKNOWN_NAME, did_you_mean(d, &s), "no agreement '%.*s', so no clause '%s'",
                (int)(sel->agreement_n < 512 ? sel->agreement_n : 512), sel->agreement, sel->text);
            return;
        }
    }
    suggest_init(&s, sel->id, sel->n);
    offer_clauses(&s, c, within);
    const char *hint = did_you_mean(d, &s);
    complain(d, DIAG_UNKNOWN_NAME, hint != NULL ? hint : "`pact list clauses` shows them all",
             "no clause fits '%s'", sel->text);
}

/* ---- the union ---- */

static int by_place(const void *x, const void *y)
{
    const struct range *a = x;
    const struct range *b = y;
    if (a->ordinal != b->ordinal)
        return a->ordinal < b->ordinal ? -1 : 1;
    return (a->clauses.first > b->clauses.first) - (a->clauses.first < b->clauses.first);
}

/* Sorts what several selectors gave, and melts what overlaps. */
static void unite(struct selection *s)
{
    if (s->ranges.n < 2)
        return;
    qsort(s->ranges.data, s->ranges.n, sizeof(struct range), by_place);
    size_t kept = 0;
    for (size_t i = 1; i < s->ranges.n; i++) {
        struct range *last = VEC_AT(&s->ranges, struct range, kept);
        const struct range next = *VEC_AT(&s->ranges, struct range, i);
        const uint32_t last_end = last->clauses.first + last->clauses.n;
        const uint32_t next_end = next.clauses.first + next.clauses.n;
        if (next.ordinal != last->ordinal || next.clauses.first > last_end)
            *VEC_AT(&s->ranges, struct range, ++kept) = next;
        else if (next_end > last_end)
            last->clauses.n = next_end - last->clauses.first;
    }
    s->ranges.n = kept + 1;
}

enum status selection_make(struct selection *s, const struct pact_corpus *c,
                           const char *const *selectors, size_t n, struct diags *d)
{
    enum status status = ST_OK;
    s->ranges.n = 0;
    for (uint32_t i = 0; n == 0 && i < c->n_agreements; i++) {
        const struct span all = corpus_agreement_row(c, i)->clauses;
        add_range(s, i, all.first, all.n);
    }
    for (size_t i = 0; i < n; i++) {
        const struct selector sel = split(selectors[i]);
        s->fitted = 0;
        select_one(s, c, &sel);
        const enum status fault = corpus_fault(c, d);
        if (fault != ST_OK)
            return fault;
        if (s->fitted == 0) {
            complain_unknown(c, &sel, d);
            status = ST_USAGE;
        }
    }
    if (n > 1)
        unite(s);
    if (s->ranges.failed)
        return ST_NOMEM;
    const enum status fault = n == 0 ? corpus_fault(c, d) : ST_OK;
    return fault != ST_OK ? fault : status;
}
