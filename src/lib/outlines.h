/* The outlines of the compiled parts of a corpus, gone through together, agreement by agreement. */
#ifndef PACT_LIB_OUTLINES_H
#define PACT_LIB_OUTLINES_H

#include "lib.h"
#include "outline.h"

struct outline_of {
    struct outline_reader r; /* not open where the part is no file */
    const char *fault;       /* the first that it met; it is not noted as one of the part */
};

struct outlines {
    const struct pact_corpus *corpus;
    struct outline_of *parts; /* of each; NULL: there was no memory, or they are not open */
};

/* False when memory is out. outlines_close is due in any case. */
bool outlines_open(struct outlines *o, const struct pact_corpus *c, bool wants_ids);
void outlines_close(struct outlines *o);

/* Goes to an agreement of a file; ordinals must ascend. */
struct outline_of *outlines_go(struct outlines *o, struct agreement_at at);

#endif
