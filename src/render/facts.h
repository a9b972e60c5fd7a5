/* What an answer, or a row of the corpus, says, as a list of named values in compact JSON. So two
 * of them can be compared wherever they come from: nothing in a value hangs on its image, on files
 * or on lines. */
#ifndef PACT_RENDER_FACTS_H
#define PACT_RENDER_FACTS_H

#include "arena.h"
#include "engine.h"
#include "say.h"

struct fact {
    const char *name; /* "status"; of a term "terms.cap.amount" */
    const char *json; /* never "null" for a term */
    const char *text; /* the same for people */
    uint32_t act;     /* the one that says so; IMAGE_NONE: none alone */
    bool loose; /* `act` is the nearest there is, and may be another where the value is the same */
};

/* Facts of one thing: fields in the order of their kind of thing, all of them, then terms by name.
 */
struct facts {
    const struct image *image;
    struct arena *arena;
    struct fact *list;
    uint32_t n, cap;
    struct buf json; /* of the fact in the making, as is say.text */
    struct say say;
    struct fact nowhere; /* written to when memory is out */
    bool failed;
};

/* Lists and texts live in the arena. */
void facts_init(struct facts *f, const struct image *img, struct arena *a);
/* Frees what a list needs in the making; its facts stay. */
void facts_seal(struct facts *f);

typedef void fact_differs(void *ctx, const struct fact *old, const struct fact *new_);
/* Each difference between two lists; of a term that one side lacks that side is NULL. */
void facts_compare(const struct facts *old, const struct facts *new_, fact_differs *tell,
                   void *ctx);

/* ---- of answers ---- */

struct row_facts {
    enum answer_status status;
    struct facts all;
    const char *when;    /* of `depends`: conditions and statuses of its cases */
    struct facts *cases; /* and what each of them says */
    uint32_t n_cases;
};

/* What the row of a period says. `whole`: its title, caveats and provenance too, which are told act
 * by act where the records are compared as well. */
void row_facts_make(struct row_facts *f, const struct row *row, bool whole, struct arena *a);
/* Compares two answers. Where both hang on the same conditions what differs is told of the cases as
 * of an answer; where the status differs, `why` is not told as well. */
void row_facts_compare(const struct row_facts *old, const struct row_facts *new_,
                       fact_differs *tell, void *ctx);

/* ---- of rows of the corpus: everything but the id, which is what they are found by ---- */

void agreement_facts(struct facts *f, uint32_t agreement);
void party_facts(struct facts *f, uint32_t party);
void source_facts(struct facts *f, uint32_t source);
void instrument_facts(struct facts *f, uint32_t instrument);
void event_facts(struct facts *f, uint32_t event);
void clause_facts(struct facts *f, uint32_t clause); /* without its acts */
/* What an act itself says; what it inherits is null. `ends`, terms and such read as in answers. */
void act_facts(struct facts *f, uint32_t act);

/* ---- for the making of lists ---- */

/* Adds a fact from f->json and f->say.text (if that is empty, from the JSON), and empties both. */
struct fact *facts_add(struct facts *f, const char *name);
void facts_add_str(struct facts *f, const char *name, str_id text);
/* A term that an act gave, a map member by member; figures as visible on day `known`. */
void facts_add_term(struct facts *f, const char *name, uint32_t term, day_t known, uint32_t act);

#endif
