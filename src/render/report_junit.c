/* JUnit's XML in the form that CI servers agree on (the schema that Jenkins publishes): a suite for
 * each file, a case for each item. What does not fail the run is a skipped case. No times and no
 * hosts: the same findings give the same bytes. */
#include <string.h>

#include "report_parts.h"

/* Cleaned text with XML's own characters escaped, line feeds too inside an attribute. */
static void put_xml(struct buf *out, const char *text, bool attribute)
{
    struct buf clean;
    buf_init(&clean, 0);
    report_clean(&clean, text, true);
    for (size_t i = 0; i < clean.n; i++) {
        const char c = clean.data[i];
        if (c == '&')
            PUT(out, "&amp;");
        else if (c == '<')
            PUT(out, "&lt;");
        else if (c == '>')
            PUT(out, "&gt;");
        else if (c == '"')
            PUT(out, "&quot;");
        else if (c == '\n' && attribute)
            PUT(out, "&#10;");
        else
            buf_char(out, c);
    }
    out->failed |= clean.failed;
    buf_done(&clean);
}

static void put_text_attribute(struct buf *out, const char *name, const char *text)
{
    buf_printf(out, " %s=\"", name);
    put_xml(out, text, true);
    PUT(out, "\"");
}

/* Openings of <testsuites> and <testsuite>: name and counts. */
static void put_opening(struct buf *out, const char *element, const char *name, size_t tests,
                        size_t failures, size_t errors)
{
    buf_printf(out, "<%s", element);
    put_text_attribute(out, "name", name);
    buf_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"", tests, failures, errors);
}

static void put_finding(struct buf *out, const struct report *report,
                        const struct report_item *item)
{
    const char *element = item->verdict == VERDICT_ERROR ? "error" : "failure";
    buf_printf(out, "      <%s", element);
    put_text_attribute(out, "message", item->message != NULL ? item->message : item->name);
    if (item->rule != NULL)
        put_text_attribute(out, "type", item->rule);
    PUT(out, ">");
    struct buf place;
    buf_init(&place, 0);
    report_put_place(&place, report, item);
    if (place.n != 0) {
        put_xml(out, place.data, false);
        PUT(out, ": ");
    }
    put_xml(out, item->message != NULL ? item->message : item->name, false);
    if (item->details != NULL && item->details[0] != '\0') {
        PUT(out, "\n");
        put_xml(out, item->details, false);
    }
    buf_printf(out, "</%s>\n", element);
    out->failed |= place.failed;
    buf_done(&place);
}

static void put_skipped(struct buf *out, const char *message)
{
    PUT(out, "      <skipped");
    if (message != NULL)
        put_text_attribute(out, "message", message);
    PUT(out, "/>\n");
}

static void put_case(struct buf *out, const struct report *report, const struct report_item *item)
{
    PUT(out, "    <testcase");
    put_text_attribute(out, "name", item->name);
    put_text_attribute(out, "classname", report_path(report, item->suite));
    if (item->verdict == VERDICT_PASS) {
        PUT(out, "/>\n");
        return;
    }
    PUT(out, ">\n");
    if (item->verdict == VERDICT_SKIP || item->verdict == VERDICT_WARN)
        put_skipped(out, item->message);
    else
        put_finding(out, report, item);
    PUT(out, "    </testcase>\n");
}

/* The items of one suite, from the first on; returns how many. */
static size_t put_suite(struct buf *out, const struct report *report, size_t first)
{
    const struct report_item *items = report->items + first;
    size_t n = 1;
    while (first + n < report->n_items && strcmp(items[n].suite, items[0].suite) == 0)
        n++;
    const struct report_tally tally = report_count(items, n);
    PUT(out, "  ");
    put_opening(out, "testsuite", report_path(report, items[0].suite), n, tally.of[VERDICT_FAIL],
                tally.of[VERDICT_ERROR]);
    buf_printf(out, " skipped=\"%zu\">\n", tally.of[VERDICT_SKIP] + tally.of[VERDICT_WARN]);
    for (size_t i = 0; i < n; i++)
        put_case(out, report, &items[i]);
    PUT(out, "  </testsuite>\n");
    return n;
}

/* What is to be said of the run itself, as cases of a suite of its own. */
static void put_run(struct buf *out, const struct report *report, const char *name, bool broken)
{
    const size_t skipped = report->dropped != 0;
    PUT(out, "  ");
    put_opening(out, "testsuite", name, skipped + broken, 0, broken);
    buf_printf(out, " skipped=\"%zu\">\n", skipped);
    if (broken)
        put_case(out, report,
                 &(struct report_item){
                     .suite = name, .name = report_failure(report), .verdict = VERDICT_ERROR});
    if (skipped) {
        struct buf text;
        buf_init(&text, 0);
        report_put_dropped(&text, report);
        if (!text.failed)
            put_case(
                out, report,
                &(struct report_item){.suite = name, .name = text.data, .verdict = VERDICT_SKIP});
        out->failed |= text.failed;
        buf_done(&text);
    }
    PUT(out, "  </testsuite>\n");
}

void report_junit(struct buf *out, const struct style *style, const struct report *report)
{
    (void)style;
    const struct report_tally tally = report_count(report->items, report->n_items);
    const bool broken = report->failed && tally.of[VERDICT_ERROR] == 0;
    const bool dropped = report->dropped != 0;
    struct buf name;
    buf_init(&name, 0);
    report_put_title(&name, report);
    if (name.failed) {
        out->failed = true;
        return;
    }
    PUT(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    put_opening(out, "testsuites", name.data, report->n_items + broken + dropped,
                tally.of[VERDICT_FAIL], tally.of[VERDICT_ERROR] + broken);
    PUT(out, ">\n");
    for (size_t i = 0; i < report->n_items;)
        i += put_suite(out, report, i);
    if (broken || dropped)
        put_run(out, report, name.data, broken);
    PUT(out, "</testsuites>\n");
    buf_done(&name);
}
