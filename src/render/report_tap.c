/* The Test Anything Protocol, version 14, in a form that readers of version 13 take too: a plan, a
 * line for each item, and below what did not pass a block of YAML. A finding that does not fail
 * the run is a TODO, which readers show and do not count. */
#include <string.h>

#include "report_parts.h"

/* Text of a test line, in which a backslash escapes itself and the sign that begins a directive. */
static void put_described(struct buf *out, const char *text)
{
    struct buf clean;
    buf_init(&clean, 0);
    report_clean(&clean, text, false);
    for (size_t i = 0; i < clean.n; i++) {
        if (clean.data[i] == '\\' || clean.data[i] == '#')
            buf_char(out, '\\');
        buf_char(out, clean.data[i]);
    }
    out->failed |= clean.failed;
    buf_done(&clean);
}

static void put_text_key(struct buf *out, const char *key, const char *text)
{
    struct buf clean;
    buf_init(&clean, 0);
    report_clean(&clean, text, false);
    buf_printf(out, "  %s: ", key);
    put_string(out, clean.data, clean.n);
    PUT(out, "\n");
    out->failed |= clean.failed;
    buf_done(&clean);
}

/* Lines as they are, as a literal block: its indentation is given, as lines may begin with spaces.
 */
static void put_lines_key(struct buf *out, const char *key, const char *lines)
{
    struct buf clean;
    buf_init(&clean, 0);
    report_clean(&clean, lines, true);
    buf_printf(out, "  %s: |2\n    ", key);
    for (size_t i = 0; i < clean.n; i++) {
        buf_char(out, clean.data[i]);
        if (clean.data[i] == '\n')
            PUT(out, "    ");
    }
    PUT(out, "\n");
    out->failed |= clean.failed;
    buf_done(&clean);
}

static void put_block(struct buf *out, const struct report *report, const struct report_item *item)
{
    PUT(out, "  ---\n");
    put_text_key(out, "message", item->message != NULL ? item->message : item->name);
    buf_printf(out, "  severity: %s\n",
               item->verdict == VERDICT_ERROR  ? "error"
               : item->verdict == VERDICT_FAIL ? "fail"
                                               : "todo");
    if (item->rule != NULL)
        put_text_key(out, "rule", item->rule);
    if (item->file != NULL)
        put_text_key(out, "file", report_path(report, item->file));
    if (item->file != NULL && item->line != 0)
        buf_printf(out, "  line: %u\n", item->line);
    if (item->file != NULL && item->line != 0 && item->column != 0)
        buf_printf(out, "  column: %u\n", item->column);
    if (item->details != NULL && item->details[0] != '\0')
        put_lines_key(out, "details", item->details);
    PUT(out, "  ...\n");
}

/* Behind a directive: what the name does not say. */
static void put_reason(struct buf *out, const struct report_item *item)
{
    const char *reason = report_beyond_name(item);
    if (reason == NULL)
        return;
    PUT(out, " ");
    put_described(out, reason);
}

static void put_item(struct buf *out, const struct report *report, size_t i)
{
    const struct report_item *item = &report->items[i];
    const bool good = item->verdict == VERDICT_PASS || item->verdict == VERDICT_SKIP;
    buf_puts(out, good ? "ok " : "not ok ");
    buf_uint(out, i + 1);
    PUT(out, " - ");
    put_described(out, item->name);
    if (item->verdict == VERDICT_SKIP || item->verdict == VERDICT_WARN) {
        buf_puts(out, item->verdict == VERDICT_SKIP ? " # SKIP" : " # TODO");
        put_reason(out, item);
    }
    PUT(out, "\n");
    if (!good)
        put_block(out, report, item);
}

void report_tap(struct buf *out, const struct style *style, const struct report *report)
{
    (void)style;
    PUT(out, "TAP version 14\n1..");
    buf_uint(out, report->n_items);
    PUT(out, "\n");
    for (size_t i = 0; i < report->n_items; i++)
        put_item(out, report, i);
    if (report->dropped != 0) {
        PUT(out, "# ");
        report_put_dropped(out, report);
        PUT(out, "\n");
    }
    if (report->failed) {
        PUT(out, "Bail out! ");
        put_described(out, report_failure(report));
        PUT(out, "\n");
    }
}
