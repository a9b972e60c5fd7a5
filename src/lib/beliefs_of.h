/* Timelines over knowledge: of one day, and the plane of one clause. */
#ifndef PACT_LIB_BELIEFS_OF_H
#define PACT_LIB_BELIEFS_OF_H

#include "ask.h"

/* Answers a prepared question with an axis other than days. *ret_rows: clauses, or rows. */
enum status beliefs_write(struct asker *k, const struct pact_chart *chart,
                          const struct style *style, struct writer *w, size_t *ret_rows,
                          struct diags *d) MUST_USE;

#endif
