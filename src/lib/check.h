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

/* A new result with what is known of it before it is asked; NULL when memory is out. */
struct check_result *check_result_add(struct check_run *run, const char *rule, const char *name);

/* The command that asks a prepared question again: `pact check`, or with `query` `pact query
 * --all`, and what follows the options. NULL when memory is out. */
const char *check_command(struct check_run *run, const struct check_result *r, const char *operand,
                          bool query);

#endif
