/* Checks: what is shared between the run of all of them and the asking of one. */
#ifndef PACT_LIB_CHECK_H
#define PACT_LIB_CHECK_H

#include "ask.h"
#include "check_report.h"
#include "checks.h"
#include "vec.h"

struct check_run {
    struct asker asker;
    const struct pact_question *base; /* what no file says */
    const struct pact_check *how;
    struct checks files;
    struct arena arena; /* of results */
    struct vec results; /* struct check_result */
    bool ascii;
};

/* Asks one check in one scenario (or NULL) and adds its result. ST_NOMEM is the only failure:
 * whatever is wrong with the check is its result. */
enum status check_ask(struct check_run *run, const struct check_row *row,
                      const struct check_scenario *scenario) MUST_USE;

/* Asks of each clause that the question selects whether it lapses or begins within the span.
 * ST_USAGE if the question or the span is wrong. */
enum status check_upcoming(struct check_run *run, struct diags *d) MUST_USE;

/* The outcome and the verdict of a truth. */
void check_result_judge(const struct check_run *run, struct check_result *r, enum truth truth);

/* The command that asks a prepared question again: `pact check`, or with `query` `pact query
 * --all`, and the operand. NULL when memory is out. */
const char *check_command(struct check_run *run, const struct check_result *r, const char *operand,
                          bool query);
/* `pact check --upcoming SPAN CLAUSE` with the rest of the question, likewise. */
const char *check_upcoming_command(struct check_run *run, const char *clause);

#endif
