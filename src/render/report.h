/* Reports for other programs' eyes: what `check` and `lint` found, as TAP, JUnit, GitHub
 * annotations or SARIF. Text and JSON are the verbs' own. */
#ifndef PACT_RENDER_REPORT_H
#define PACT_RENDER_REPORT_H

#include "render.h"

enum verdict { VERDICT_PASS, VERDICT_SKIP, VERDICT_FAIL, VERDICT_ERROR };

/* What a report says once of each kind of finding; ids are stable. */
struct report_rule {
    const char *id;      /* "unused-source", "check" */
    const char *meaning; /* one line */
    enum diag_severity severity;
};

/* One check, or one finding of lint. All texts end with a NUL; NULL where there is none. */
struct report_item {
    const char *rule;  /* id of a rule of the report */
    const char *suite; /* what it belongs to: a file, "command line" */
    const char *name;  /* of the check; of a finding its message */
    enum verdict verdict;
    enum diag_severity severity; /* of what did not pass */
    const char *file;            /* NULL: no place */
    unsigned line, column;       /* 0: not known */
    const char *message;         /* one line: what is wrong; NULL for what passed */
    const char *details;         /* more lines: question, expected, found, why, the command */
    const char *identity;        /* what stays when lines move; makes its fingerprint */
};

struct report {
    const char *verb; /* "check", "lint" */
    const struct report_rule *rules;
    size_t n_rules;
    const struct report_item *items; /* in the order to be shown */
    size_t n_items;
    size_t dropped; /* findings that were counted and not kept */
    bool failed;    /* the run itself broke down: say so, so that nobody takes silence for success */
};

/* Writes the report in the style's format, which must be one of TAP, JUNIT, GITHUB, SARIF. Each is
 * a whole valid document, also without items. Failure is the buf's. */
void render_report(struct buf *out, const struct style *style, const struct report *report);

#endif
