/* What `check` found: lines for each check that did not pass, a row for each check in the other
 * formats, those of report.h among them. */
#ifndef PACT_RENDER_CHECK_REPORT_H
#define PACT_RENDER_CHECK_REPORT_H

#include "assertion.h"
#include "report.h"

enum check_outcome { OUTCOME_PASS, OUTCOME_FAIL, OUTCOME_UNDETERMINED, OUTCOME_ERROR };

/* One check in one scenario, or one finding. Texts are NULL where there is nothing to say. */
struct check_result {
    const char *rule;               /* "check", "clock-date", "upcoming" */
    const char *name;               /* not NULL */
    const char *scenario, *message; /* as the check gives them */
    const char *file;               /* NULL: the command line */
    uint32_t line, column;
    enum check_outcome outcome; /* what it came to */
    enum verdict verdict;       /* what is made of it */
    const char *assertion;      /* or */
    const char *clause, *status;
    day_t first, last; /* the day or period; DAY_NONE: it could not be read */
    bool period;
    day_t known; /* DAY_NONE: not one day, or not read */
    const char *const *assume;
    size_t n_assume;
    const char *holds, *under;
    day_t on; /* the day that `found` is of; DAY_NONE */
    const char *question, *expected, *found, *why;
    const char *hint;    /* of an error */
    const char *command; /* that asks it again */
};

struct check_report {
    const struct check_result *results;
    size_t n;
    const char *digest;
    size_t n_agreements, n_clauses;
    const char *query; /* the object "query", as JSON */
    const char *root;  /* see struct report */
    bool all;          /* text lists what passed as well */
};
void render_check(struct buf *out, const struct style *style, const struct check_report *report);

/* ---- sentences, in memory of an arena; NULL when it is out ---- */

/* What a check demands, for the sentences about it. */
struct check_asked {
    const struct check *check;
    size_t n;     /* clauses it is about: check->clauses, and what was passed over */
    bool depends; /* that it depends, in place of check->demand.status */
    const struct assertion *assertion; /* or NULL */
    const char *compared; /* what the assertion compares, as written: "exclusive = false" */
    bool period;
};

/* Of what comes up: "ends on 2026-12-31; may begin from 2026-11-23 on, with agi-verified". */
struct boundary;
const char *check_upcoming_found(struct arena *a, const struct boundary *list, size_t n,
                                 bool ascii);
/* The act behind one, and its source. */
const char *check_upcoming_why(struct arena *a, const struct boundary *b, bool ascii);

/* "ip.license on 2033-01-01, as known on 2026-11-20 (the record date)" */
const char *check_question(struct arena *a, const struct query_head *head, bool ascii);
/* "in force on every day" */
const char *check_expected(struct arena *a, const struct check_asked *asked, bool ascii);
/* "ended", "on 2027-01-01 ip.license: in force, exclusive: true": of the row of the day and clause
 * that decide. */
const char *check_found(struct arena *a, const struct check_asked *asked, const struct row *row,
                        bool ascii);
/* The act that decides and its source. */
const char *check_why(struct arena *a, const struct check_asked *asked, const struct row *row,
                      bool ascii);

#endif
