/* Agreements that a question of the whole corpus need not read, because by the outlines of the
 * compiled files nothing of them is in force on any day asked, in any course. */
#ifndef PACT_LIB_SKIM_H
#define PACT_LIB_SKIM_H

#include "ask.h"
#include "outlines.h"

/* A zeroed one passes nothing over. */
struct skimmer {
    const struct question *question; /* which assumes nothing */
    struct outlines outlines;
};

/* False when memory is out. skim_end is due in any case. */
bool skim_begin(struct skimmer *s, const struct asker *k);
void skim_end(struct skimmer *s);

/* May the agreement be passed over? Ordinals must ascend. What is damaged is noted as the fault of
 * its part. */
bool skim_passes(struct skimmer *s, size_t ordinal);

#endif
