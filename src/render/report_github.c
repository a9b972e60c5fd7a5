/* Workflow commands of GitHub Actions, which become annotations on the lines of a change. A step
 * shows ten of each kind and drops the rest silently, so only ten are written, the worst first, and
 * the last line, which is no command, says how many there were. */
#include <string.h>

#include "report_parts.h"

#define SHOWN_OF_A_KIND ((size_t)10)

enum command {
    COMMAND_ERROR,
    COMMAND_WARNING,
    COMMAND_NOTICE,
    COMMAND_COUNT,
    COMMAND_NONE = COMMAND_COUNT
};
static const char *const command_names[COMMAND_COUNT] = {"error", "warning", "notice"};

/* What fails the run is an error, whatever its rule calls it. */
static enum command command_of(const struct report_item *item)
{
    switch (item->verdict) {
    case VERDICT_PASS:
        break;
    case VERDICT_SKIP:
        return COMMAND_NOTICE;
    case VERDICT_WARN:
        return item->severity == DIAG_NOTE ? COMMAND_NOTICE : COMMAND_WARNING;
    case VERDICT_FAIL:
    case VERDICT_ERROR:
        return COMMAND_ERROR;
    }
    return COMMAND_NONE;
}

/* Cleaned text as data of a command, or as one of its properties. */
static void put_escaped(struct buf *out, const char *text, bool property)
{
    struct buf clean;
    buf_init(&clean, 0);
    report_clean(&clean, text, true);
    for (size_t i = 0; i < clean.n; i++) {
        const char c = clean.data[i];
        if (c == '%')
            PUT(out, "%25");
        else if (c == '\n')
            PUT(out, "%0A");
        else if (c == ':' && property)
            PUT(out, "%3A");
        else if (c == ',' && property)
            PUT(out, "%2C");
        else
            buf_char(out, c);
    }
    out->failed |= clean.failed;
    buf_done(&clean);
}

/* ::error file=data/x.yaml,line=3,col=5,title=pact lint%3A unused-source::message */
static void put_annotation(struct buf *out, const struct report *report, enum command command,
                           const struct report_item *item)
{
    buf_printf(out, "::%s ", command_names[command]);
    if (item->file != NULL) {
        PUT(out, "file=");
        put_escaped(out, report_path(report, item->file), true);
        if (item->line != 0)
            buf_printf(out, ",line=%u", item->line);
        if (item->line != 0 && item->column != 0)
            buf_printf(out, ",col=%u", item->column);
        PUT(out, ",");
    }
    PUT(out, "title=");
    report_put_title(out, report);
    if (item->rule != NULL) {
        PUT(out, "%3A ");
        put_escaped(out, item->rule, true);
    }
    PUT(out, "::");
    put_escaped(out, item->name, false);
    if (report_beyond_name(item) != NULL) {
        PUT(out, ": ");
        put_escaped(out, item->message, false);
    }
    if (item->details != NULL && item->details[0] != '\0') {
        PUT(out, "%0A");
        put_escaped(out, item->details, false);
    }
    PUT(out, "\n");
}

static void put_counted(struct buf *out, size_t n, const char *noun, bool *first)
{
    if (n == 0)
        return;
    buf_printf(out, "%s%zu %s%s", *first ? "" : ", ", n, noun, n == 1 ? "" : "s");
    *first = false;
}

/* "pact lint: 12 errors, 1 warning, 3 passed; 2 more without an annotation" */
static void put_summary(struct buf *out, const struct report *report, const size_t *counts)
{
    size_t beyond = report->dropped;
    bool first = true;
    report_put_title(out, report);
    PUT(out, ": ");
    for (size_t command = 0; command < COMMAND_COUNT; command++) {
        put_counted(out, counts[command], command_names[command], &first);
        beyond += counts[command] > SHOWN_OF_A_KIND ? counts[command] - SHOWN_OF_A_KIND : 0;
    }
    const size_t passed = report_count(report->items, report->n_items).of[VERDICT_PASS];
    if (passed != 0)
        buf_printf(out, "%s%zu passed", first ? "" : ", ", passed);
    else if (first && !report->failed)
        PUT(out, "nothing found");
    first &= passed == 0;
    if (beyond != 0)
        buf_printf(out, "; %zu more without an annotation", beyond);
    if (report->failed)
        buf_puts(out, first ? "it broke down" : "; it broke down");
    PUT(out, "\n");
}

void report_github(struct buf *out, const struct style *style, const struct report *report)
{
    (void)style;
    size_t counts[COMMAND_COUNT] = {0};
    for (size_t command = 0; command < COMMAND_COUNT; command++)
        for (size_t i = 0; i < report->n_items; i++)
            if (command_of(&report->items[i]) == command && counts[command]++ < SHOWN_OF_A_KIND)
                put_annotation(out, report, (enum command)command, &report->items[i]);
    if (report->failed && counts[COMMAND_ERROR] == 0)
        put_annotation(out, report, COMMAND_ERROR,
                       &(struct report_item){.name = report_failure(report)});
    put_summary(out, report, counts);
}
