/* What the writers of reports share. */
#ifndef PACT_RENDER_REPORT_PARTS_H
#define PACT_RENDER_REPORT_PARTS_H

#include "put.h"
#include "report.h"

#define VERDICT_COUNT (VERDICT_ERROR + 1)

/* How many items there are of each verdict. */
struct report_tally {
    size_t of[VERDICT_COUNT];
};
struct report_tally report_count(const struct report_item *items, size_t n);

/* Appends text that any format can hold once its own special characters are escaped: valid UTF-8
 * without control characters and noncharacters, which show as text_safe shows them. Line feeds
 * stay if `lines`, and one at the very end is dropped. NULL is no text. */
void report_clean(struct buf *out, const char *text, bool lines);

/* "pact lint", or "pact". */
void report_put_title(struct buf *out, const struct report *report);

/* Why a run broke down, in one line. Never NULL. */
const char *report_failure(const struct report *report);

/* "12 more findings are not shown". */
void report_put_dropped(struct buf *out, const struct report *report);

/* A file's path from the root where it is below it, without "./" in front. */
const char *report_path(const struct report *report, const char *file);

/* What is wrong, where the name does not end by saying it; else NULL. */
const char *report_beyond_name(const struct report_item *item);

/* "data/x.yaml:12:3", from the root; nothing without a place. */
void report_put_place(struct buf *out, const struct report *report, const struct report_item *item);

/* The word for a severity: "error", "warning", "note". */
const char *severity_word(enum diag_severity s);

typedef void report_fn(struct buf *out, const struct style *style, const struct report *report);
report_fn report_tap, report_junit, report_github, report_sarif;

#endif
