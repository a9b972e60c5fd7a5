/* Reports for other programs' eyes: what `check` and `lint` found, as TAP, JUnit, GitHub
 * annotations or SARIF. Text and JSON are the verbs' own. */
#ifndef PACT_RENDER_REPORT_H
#define PACT_RENDER_REPORT_H

#include "render.h"

/* WARN is a finding that does not fail the run, SKIP something that was not decided, ERROR a check
 * that could not be made. */
enum verdict { VERDICT_PASS, VERDICT_SKIP, VERDICT_WARN, VERDICT_FAIL, VERDICT_ERROR };

/* What a report says once of each kind of finding; ids are stable. */
struct report_rule {
    const char *id;      /* "unused-source", "check" */
    const char *meaning; /* one line */
    enum diag_severity severity;
};

/* One check, or one finding of lint. All texts end with a NUL; NULL where there is none. They may
 * have any bytes: each format is given what it can hold. */
struct report_item {
    const char *rule;  /* id of a rule of the report */
    const char *suite; /* what it belongs to: a file, "command line"; not NULL. Items of one suite
                          stand together */
    const char *name; /* of the check; of a finding its path and message; not NULL. No line numbers:
                         names are compared from run to run */
    enum verdict verdict;
    enum diag_severity severity; /* of what did not pass: the level in SARIF */
    const char *file;            /* NULL: no place */
    unsigned line, column;       /* 0: not known */
    const char *message;         /* one line: what is wrong; NULL for what passed */
    const char *details;         /* more lines: question, expected, found, why, the command */
    const char *identity;        /* what stays when lines move; makes its fingerprint. NULL: name */
};

struct report {
    const char *verb; /* "check", "lint"; NULL where none was named */
    const char *root; /* folder (absolute) that paths in SARIF and annotations are told from; or
                         NULL */
    const struct report_rule *rules;
    size_t n_rules;
    const struct report_item *items; /* in the order to be shown */
    size_t n_items;
    size_t dropped; /* findings that were counted and not kept */
    bool failed;    /* the run itself broke down: say so, so that nobody takes silence for success.
                       The first item with VERDICT_ERROR says why */
};

bool format_is_report(enum format f);

/* Writes the report in the style's format, which must be one of those (TAP, JUNIT, GITHUB, SARIF).
 * Each is a whole valid document, also without items. Failure is the buf's. */
void render_report(struct buf *out, const struct style *style, const struct report *report);

#endif
