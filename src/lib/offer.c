#include "offer.h"

#include <stdlib.h>
#include <string.h>

#include "outlines.h"

/* So many names at most are compared with one that is not known. */
#define MAX_CANDIDATES 200000

void offer_agreements(struct suggest *s, const struct pact_corpus *c)
{
    struct id_cursors *cursors = calloc(c->n_parts, sizeof *cursors);
    struct buf id;
    bool good = cursors != NULL;
    buf_init(&id, 0);
    for (size_t i = 0; i < c->n_agreements && i < MAX_CANDIDATES && good; i++) {
        const struct agreement_at at = corpus_agreement(c, i);
        good = part_id(&c->parts[at.part], &cursors[at.part], at.row, &id) == NULL;
        if (good)
            suggest_offer(s, id.data, id.n);
    }
    buf_done(&id);
    free(cursors);
}

/* ---- clauses ---- */

struct offering {
    struct suggest *s;
    struct buf topic; /* of the clause before, in the same agreement */
    size_t left;
};

static void offer_name(struct offering *o, const char *name, size_t n)
{
    if (o->left == 0)
        return;
    suggest_offer(o->s, name, n);
    o->left--;
}

/* A clause, and its topic before the first that has it: they stand together. */
static void offer_clause(struct offering *o, const char *id, size_t n)
{
    const char *dot = memchr(id, '.', n);
    const size_t topic_n = dot != NULL ? (size_t)(dot - id) : n;
    if (topic_n != o->topic.n || memcmp(o->topic.data, id, topic_n) != 0) {
        buf_clear(&o->topic);
        buf_put(&o->topic, id, topic_n);
        offer_name(o, id, topic_n);
    }
    offer_name(o, id, n);
}

static void offer_of_image(struct offering *o, const struct image *img,
                           const struct agreement_row *row)
{
    const struct span rows = row->clauses;
    for (uint32_t i = rows.first; i < rows.first + rows.n && o->left > 0; i++) {
        const str_id id = img->clauses[i].id;
        offer_clause(o, image_str(img, id), image_str_len(img, id));
    }
}

static bool offer_of_outline(struct offering *o, struct outline_of *of)
{
    struct outline_reader *r = &of->r;
    for (uint32_t i = 0; of->fault == NULL && i < r->clauses && o->left > 0; i++) {
        of->fault = outline_clause(r);
        if (of->fault == NULL)
            offer_clause(o, r->id.data, r->id.n);
    }
    return of->fault == NULL;
}

static void offer_one(struct offering *o, const struct pact_corpus *c, uint32_t ordinal)
{
    const struct agreement_row *row;
    const struct image *img = corpus_frame(c, ordinal, &row);
    offer_of_image(o, img, row);
}

static void offer_all(struct offering *o, const struct pact_corpus *c)
{
    struct outlines outlines;
    bool good = outlines_open(&outlines, c, true);
    for (size_t i = 0; i < c->n_agreements && o->left > 0 && good; i++) {
        const struct agreement_at at = corpus_agreement(c, i);
        const struct part *p = &c->parts[at.part];
        buf_clear(&o->topic);
        if (p->file != NULL)
            good = offer_of_outline(o, outlines_go(&outlines, at));
        else
            offer_of_image(o, &p->image, &p->image.agreements[at.row]);
    }
    outlines_close(&outlines);
}

void offer_clauses(struct suggest *s, const struct pact_corpus *c, uint32_t only)
{
    struct offering o = {.s = s, .left = MAX_CANDIDATES};
    buf_init(&o.topic, 0);
    if (only != IMAGE_NONE)
        offer_one(&o, c, only);
    else
        offer_all(&o, c);
    buf_done(&o.topic);
}
