/* Selectors: which clauses of a corpus a question is about. */
#ifndef PACT_LIB_SELECT_H
#define PACT_LIB_SELECT_H

#include "lib.h"
#include "outline.h"
#include "vec.h"

/* Clauses of one agreement, next to each other. */
struct range {
    uint32_t ordinal; /* of the agreement, through the whole corpus */
    day_t record;     /* its record date */
    struct span clauses;
};

/* Clauses that a question need not look at: those that have one value on all days first..last, as
 * known on `known` (DAY_NONE: each record date), and those behind the first that has the contrary.
 * They are left out where a glob finds them in the outline of a file; of those that fit the first
 * is not. */
struct passing {
    enum line_value value; /* LINE_NO or LINE_YES */
    day_t first, last, known;
};

/* An agreement that was found by its id. */
struct found {
    uint32_t hash;    /* of the id */
    uint32_t number;  /* its ordinal, plus 1; 0: none */
    struct span span; /* the last that was selected of it */
};

/* Ranges that neither overlap nor touch, in the order of the answer. */
struct selection {
    struct vec ranges; /* struct range */
    size_t fitted;     /* clauses that the last selector has added, those already there included */
    /* Agreements that were found by their ids, at places by the ids' hashes: of many questions most
     * are about the same ones. Made for the second question. */
    struct found *found;
    size_t n_found;
    bool again;
    bool alone; /* set before selection_make: no other clauses will be looked at */
    bool later; /* set before selection_make: selection_read is called when it is done, if at all */

    const struct passing *pass;    /* set before selection_make, for one selector; NULL: none */
    bool passed;                   /* with `pass`: clauses may have been left out, */
    struct record_span fit_record; /* and these are the agreements of all that fit */
};

void selection_init(struct selection *s);
void selection_done(struct selection *s);

/* The union of what the selectors fit; everything if there are none. Replaces what was there.
 * Agreements of a view that it has looked at may be gone then (corpus_relax). ST_USAGE, with
 * suggestions, if one fits no clause. */
enum status selection_make(struct selection *s, const struct pact_corpus *c,
                           const char *const *selectors, size_t n, struct diags *d) MUST_USE;

/* Is the agreement, now that it has been read, what the selection took it for? NULL: it is. */
const char *range_fault(const struct range *r, const struct agreement_row *row);
/* Reads and proves the range; false if that met damage, or the corpus has some already. */
bool range_prove(const struct range *r, const struct pact_corpus *c);

/* Reads what was selected, so that damage is a fault before anyone asks. */
enum status selection_read(const struct selection *s, const struct pact_corpus *c,
                           struct diags *d) MUST_USE;

static inline const struct range *selection_at(const struct selection *s, size_t i)
{
    return VEC_AT(&s->ranges, const struct range, i);
}

/* Is a range the first of its agreement? */
static inline bool selection_begins(const struct selection *s, size_t i)
{
    return i == 0 || selection_at(s, i)->ordinal != selection_at(s, i - 1)->ordinal;
}

#endif
