/* A question as text, read as far as that goes without a corpus. */
#ifndef PACT_LIB_ASKED_H
#define PACT_LIB_ASKED_H

#include "jr.h"
#include "lib.h"

struct asked {
    struct question question;
    struct filter filter;
    bool date_defaulted, known_defaulted;
    day_t today; /* DAY_NONE unless the question used it */
};

/* Reads all of it and complains of all that is wrong (ST_USAGE). The result lives in `a` and points
 * into `from`. The clock is asked only if the question needs today and does not give it. */
enum status asked_read(const struct pact_question *from, struct arena *a, struct asked *ret,
                       struct diags *d) MUST_USE;

/* A question as its JSON: an object with the keys of `query` in pact.query/1 (batch.c). ST_USAGE after
 * complaints. The result lives in `a`. */
enum status question_of_json(const struct jr_value *object, struct arena *a,
                             struct pact_question *ret, struct diags *d) MUST_USE;

#endif
