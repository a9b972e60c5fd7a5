/* Many questions on one corpus: what batch.c (a line) and batch_lines.c (many at once) share. */
#ifndef PACT_LIB_BATCH_H
#define PACT_LIB_BATCH_H

#include "ask.h"

struct answerer; /* batch_lines.c: one who answers lines on a thread of his own */

struct pact_batch {
    struct asker asker;
    const struct pact_question *defaults;
    struct arena arena; /* of the line at hand */
    size_t longest; /* bytes of an answer so far, up to a chunk: so much room the next one gets */
    struct pact_diags diags;
    struct pact_diags *owner; /* of the batch: what ends it */
    struct answerer *crew;    /* NULL: none has been asked for yet */
    unsigned n_crew;
    struct buf *seats; /* CREW_SEATS for each of the crew */
};

void batch_dismiss(struct pact_batch *b);

/* Writes the line's document, or its error document, behind what the writer holds; ST_INVALID if
 * the line led to damage. Where it is not ST_OK, nothing has been written, unless some of it is out
 * already (`begun`). */
enum status batch_answer(struct pact_batch *b, const char *line, size_t n, struct writer *w,
                         int *ret_exit) MUST_USE;

#endif
