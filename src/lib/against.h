/* Comparing two corpora: what the files of it share. The old side is the corpus compared against.
 */
#ifndef PACT_LIB_AGAINST_H
#define PACT_LIB_AGAINST_H

#include "against_render.h"
#include "ask.h"
#include "overlay.h"

enum side { OLD, NEW, SIDES };
enum thing { THING_PARTY, THING_SOURCE, THING_INSTRUMENT, THING_EVENT, THINGS };

/* One side of the agreement at hand. */
struct half {
    const struct image *image;
    const struct agreement_row *row;
    uint32_t agreement;
    struct plane plane;
    bool *changed[THINGS];   /* what differs, or is on this side alone */
    bool *mentioned[THINGS]; /* by the clauses that are selected */
};

struct against {
    const struct pact_corpus *corpus[SIDES];
    struct asker asker[SIDES];
    const struct pact_question *question;
    bool days, known; /* the question is about some days, or some day of knowledge */
    bool filters;     /* about what fits a party or a kind */
    bool narrow;      /* about some clauses only */
    struct arena agreement_arena, clause_arena;
    struct half half[SIDES];
    bool unlike; /* events or the record date differ, so that any answer may */
    struct against_render *render;
    struct writer *writer;
    size_t n;
    bool definite, open; /* there are differences of definite answers or of the record; of others */
};

static inline struct span against_things(const struct half *h, enum thing t)
{
    return t == THING_PARTY        ? h->row->parties
           : t == THING_SOURCE     ? h->row->sources
           : t == THING_INSTRUMENT ? h->row->instruments
                                   : h->row->events;
}

/* Tells of one difference. `definite`: of the record, or of definite answers. */
void against_tell(struct against *w, const struct difference *d, bool definite);

/* Adds a fact that stands for all of a thing: the others as an object. `text` is shown for it. */
struct fact against_whole(const struct facts *f, const char *text, struct arena *a);
/* Do two lists have the same facts? */
bool against_same(const struct facts *a, const struct facts *b);

/* Compares a clause that both sides have (against_clause.c), or tells that one has it alone. */
enum status against_clause(struct against *w, uint32_t old, uint32_t new_) MUST_USE;
/* Marks what a clause mentions. */
void against_mention(struct half *h, uint32_t clause);

#endif
