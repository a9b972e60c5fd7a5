/* Reports: what their formats share, and who writes which. */
#include <string.h>

#include "report_parts.h"
#include "text.h"

struct report_tally report_count(const struct report_item *items, size_t n)
{
    struct report_tally tally = {{0}};
    for (size_t i = 0; i < n; i++)
        tally.of[items[i].verdict]++;
    return tally;
}

/* Code points that neither XML nor YAML can hold, and that text_safe lets pass. */
static bool is_noncharacter(uint32_t code)
{
    return (code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF);
}

void report_clean(struct buf *out, const char *text, bool lines)
{
    size_t n = text != NULL ? strlen(text) : 0;
    if (lines && n > 0 && text[n - 1] == '\n')
        n--;
    for (size_t i = 0; i < n;) {
        uint32_t code = 0;
        const size_t read = utf8_decode(text + i, n - i, &code);
        const size_t length = read != 0 ? read : 1;
        if (lines && text[i] == '\n')
            buf_char(out, '\n');
        else if (read != 0 && is_noncharacter(code))
            buf_printf(out, "\\u{%x}", (unsigned)code);
        else
            text_safe(out, text + i, length);
        i += length;
    }
}

void report_put_title(struct buf *out, const struct report *report)
{
    buf_puts(out, "pact");
    if (report->verb != NULL)
        buf_printf(out, " %s", report->verb);
}

const char *report_failure(const struct report *report)
{
    for (size_t i = 0; i < report->n_items; i++) {
        const struct report_item *item = &report->items[i];
        if (item->verdict == VERDICT_ERROR)
            return item->message != NULL ? item->message : item->name;
    }
    return "the run broke down";
}

void report_put_dropped(struct buf *out, const struct report *report)
{
    buf_uint(out, report->dropped);
    buf_puts(out,
             report->dropped == 1 ? " more finding is not shown" : " more findings are not shown");
}

const char *report_path(const struct report *report, const char *file)
{
    const size_t n = report->root != NULL ? strlen(report->root) : 0;
    if (n > 0 && strncmp(file, report->root, n) == 0 && file[n] == '/')
        file += n + 1;
    while (file[0] == '.' && file[1] == '/' && file[2] != '\0')
        file += 2;
    return file;
}

const char *report_beyond_name(const struct report_item *item)
{
    const size_t name = strlen(item->name);
    const size_t n = item->message != NULL ? strlen(item->message) : 0;
    if (n == 0 || (n <= name && memcmp(item->name + name - n, item->message, n) == 0))
        return NULL;
    return item->message;
}

void report_put_place(struct buf *out, const struct report *report, const struct report_item *item)
{
    if (item->file == NULL)
        return;
    report_clean(out, report_path(report, item->file), false);
    if (item->line != 0)
        buf_printf(out, ":%u", item->line);
    if (item->line != 0 && item->column != 0)
        buf_printf(out, ":%u", item->column);
}

const char *severity_word(enum diag_severity s)
{
    switch (s) {
    case DIAG_NOTE:
        return "note";
    case DIAG_WARNING:
        return "warning";
    case DIAG_ERROR:
        break;
    }
    return "error";
}

static report_fn *const writers[FORMAT_COUNT] = {
    [FORMAT_TAP] = report_tap,
    [FORMAT_JUNIT] = report_junit,
    [FORMAT_GITHUB] = report_github,
    [FORMAT_SARIF] = report_sarif,
};

bool format_is_report(enum format f)
{
    return f < FORMAT_COUNT && writers[f] != NULL;
}

void render_report(struct buf *out, const struct style *style, const struct report *report)
{
    writers[style->format](out, style, report);
}
