/* The joint case list: the courses of events that several clauses of one agreement tell apart on a
 * day, and what each clause is in each of them. */
#ifndef PACT_ENGINE_JOINTLY_H
#define PACT_ENGINE_JOINTLY_H

#include "engine.h"

/* What a clause is in a joint case: one of its own cases, with what the courses of that do not share
 * in `differs`; where the joint case takes in several of the same status and terms, the first of
 * them, with what they do not share either. */
struct joint_answer {
    uint32_t at;      /* of row.cases */
    uint32_t differs; /* FIELD_BITs of ENDS and SUMMARY */
};

struct joint_case {
    const struct condition *when;
    uint32_t n_when;
    const struct joint_answer *answers; /* one for each row that depends, in their order */
};

struct joint_cases {
    const struct row *const *rows; /* those that depend */
    uint32_t n_rows;
    const struct unknown_ref *depends_on; /* by name: exactly those of the cases */
    uint32_t n_depends_on;
    const struct joint_case *items; /* one without conditions where no row depends */
    uint32_t n;
};

/* More than anybody reads. */
#define JOINT_MOST_CASES 256

/* The leaves of the reduced decision tree over all unknowns of the rows' own cases, in the order of
 * their names, as in DESIGN part 3, 5, the state being what all rows are together. `rows`: of
 * clauses of one setting, asked of the same day. Memory from `a`. ST_USAGE, without a diagnostic
 * and with ret->depends_on set, where there are more than JOINT_MOST_CASES or the way to them is
 * too long; ST_NOMEM. */
enum status engine_jointly(const struct row *const *rows, uint32_t n, struct arena *a,
                           struct joint_cases *ret) MUST_USE;

#endif
