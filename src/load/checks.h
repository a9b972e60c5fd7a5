/* Check files: what a corpus must answer, as YAML. Read by the same reader and with the same
 * diagnostics as a corpus; what names clauses, events and terms is left to who evaluates them. */
#ifndef PACT_LOAD_CHECKS_H
#define PACT_LOAD_CHECKS_H

#include "arena.h"
#include "load.h"

/* The status a check expects. NONE: it has an assertion instead. */
enum check_status {
    CHECK_NONE,
    CHECK_IN_FORCE,
    CHECK_ENDED,
    CHECK_NOT_YET,
    CHECK_SUSPENDED,
    CHECK_DEPENDS,
    CHECK_STATUS_COUNT
};
const char *check_status_name(unsigned status);

/* Assumptions as the command line has them: "NAME=DAY", "NAME=FIRST..LAST", "NAME=never". */
struct check_assume {
    const char *const *items;
    size_t n;
};

struct check_scenario {
    const char *name;
    struct check_assume assume;
};

/* One check, what its file has as defaults included. Texts are NULL where nothing is given. */
struct check_row {
    const char *file;
    uint32_t line, column;
    const char *name; /* never NULL: made up from what is asked where it has none */
    const char *message;
    const char *date, *known, *signed_on;
    struct check_assume assume;
    const char *assertion; /* or */
    const char *clause;    /* and */
    uint8_t status;        /* enum check_status */
    struct span terms;     /* rows of checks.terms, by name */
    uint8_t holds, under;  /* 0: not given; else the number of the word in WORDS, from 1 */
    const struct check_scenario *scenarios; /* it is asked in each of these */
    size_t n_scenarios;
};
/* "always", "sometime", "never"; "all", "some". */
extern const char *const check_holds_words[], *const check_under_words[];

struct checks {
    struct arena arena;           /* of rows and their texts */
    struct image_builder builder; /* of the terms */
    struct image terms;
    const struct check_row *rows; /* in the order of files and lines */
    size_t n, n_files;
};

/* Reads files and folders ("-": standard input). `undated` says that a check without a date asks of
 * today. Diagnostics go to d, sorted, with excerpts; that a date follows the clock is a warning.
 * ST_INVALID: a file has errors. Whatever it returns, checks_done is to be called. */
enum status checks_load(const char *const *paths, size_t n, const struct load_options *options,
                        bool undated, struct checks *ret, struct diags *d) MUST_USE;
void checks_done(struct checks *c);

#endif
