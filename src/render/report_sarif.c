/* SARIF 2.1.0, as far as code scanning reads it: the rules once, a result for each item that did
 * not pass, and whether the run succeeded. What passed is no result, since readers show every
 * result as an alert. A broken run says why in its notifications: a fault of the run has no place
 * that a result needs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "head.h"
#include "report_parts.h"
#include "sha256.h"
#include "text.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

/* ---- fingerprints: of what an item says, not of where it stands ---- */

#define FINGERPRINT ((size_t)16) /* bytes */

struct fingerprint {
    unsigned char bytes[32];
    size_t item;
    size_t nth; /* of those that are equal, in the order of the items; 0 is the first */
};

static void add_text(struct sha256 *s, const char *text)
{
    if (text != NULL)
        sha256_add(s, text, strlen(text));
    sha256_add(s, "", 1);
}

static void fingerprint_of(struct fingerprint *f, const struct report *report, size_t i)
{
    const struct report_item *item = &report->items[i];
    struct sha256 s;
    sha256_init(&s);
    add_text(&s, item->rule);
    add_text(&s, item->file != NULL ? report_path(report, item->file) : NULL);
    add_text(&s, item->identity != NULL ? item->identity : item->name);
    sha256_end(&s, f->bytes);
    f->item = i;
    f->nth = 0;
}

static int by_bytes(const void *x, const void *y)
{
    const struct fingerprint *a = x, *b = y;
    const int order = memcmp(a->bytes, b->bytes, FINGERPRINT);
    return order != 0 ? order : (a->item > b->item) - (a->item < b->item);
}

static int by_item(const void *x, const void *y)
{
    const struct fingerprint *a = x, *b = y;
    return (a->item > b->item) - (a->item < b->item);
}

/* Of each item its fingerprint; NULL when memory is out (or there are no items). */
static struct fingerprint *fingerprints(const struct report *report)
{
    const size_t n = report->n_items;
    struct fingerprint *all = calloc(n != 0 ? n : 1, sizeof *all);
    if (all == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++)
        fingerprint_of(&all[i], report, i);
    qsort(all, n, sizeof *all, by_bytes);
    for (size_t i = 1; i < n; i++)
        if (memcmp(all[i - 1].bytes, all[i].bytes, FINGERPRINT) == 0)
            all[i].nth = all[i - 1].nth + 1;
    qsort(all, n, sizeof *all, by_item);
    return all;
}

static void put_fingerprint(struct buf *b, const struct fingerprint *f)
{
    PUT(b, ",\"partialFingerprints\":{\"pactFinding/v1\":\"");
    for (size_t i = 0; i < FINGERPRINT; i++)
        buf_printf(b, "%02x", f->bytes[i]);
    if (f->nth != 0)
        buf_printf(b, ":%zu", f->nth + 1);
    PUT(b, "\"}");
}

/* ---- texts and places ---- */

static void put_clean(struct buf *b, const char *text)
{
    struct buf clean;
    buf_init(&clean, 0);
    report_clean(&clean, text, true);
    put_string(b, clean.data, clean.n);
    b->failed |= clean.failed;
    buf_done(&clean);
}

/* A path as a URI reference: relative, or of the scheme `file`. */
static void put_uri(struct buf *b, const char *path)
{
    PUT(b, "\"");
    if (path[0] == '/')
        PUT(b, "file://");
    for (const char *p = path; *p != '\0'; p++) {
        const unsigned char c = (unsigned char)*p;
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || strchr("-._~/", c) != NULL;
        if (plain)
            buf_char(b, (char)c);
        else
            buf_printf(b, "%%%02X", c);
    }
    PUT(b, "\"");
}

static void put_location(struct buf *b, const struct report *report, const struct report_item *item)
{
    PUT(b, "{\"physicalLocation\":{\"artifactLocation\":{\"uri\":");
    put_uri(b, report_path(report, item->file));
    PUT(b, "}");
    if (item->line != 0)
        buf_printf(b, ",\"region\":{\"startLine\":%u", item->line);
    if (item->line != 0 && item->column != 0)
        buf_printf(b, ",\"startColumn\":%u", item->column);
    buf_puts(b, item->line != 0 ? "}}}" : "}}");
}

/* ---- results ---- */

static const char *level_of(const struct report_item *item)
{
    if (item->verdict == VERDICT_SKIP)
        return "note";
    return severity_word(item->verdict == VERDICT_ERROR ? DIAG_ERROR : item->severity);
}

/* The name, what is wrong where the name does not say it, and the details. */
static void put_message(struct buf *b, const struct report_item *item)
{
    struct buf text;
    buf_init(&text, 0);
    buf_puts(&text, item->name);
    if (report_beyond_name(item) != NULL)
        buf_printf(&text, ": %s", item->message);
    if (item->details != NULL && item->details[0] != '\0')
        buf_printf(&text, "\n%s", item->details);
    PUT(b, "{\"text\":");
    put_clean(b, text.data);
    PUT(b, "}");
    b->failed |= text.failed;
    buf_done(&text);
}

static void put_rule_of(struct buf *b, const struct report *report, const struct report_item *item)
{
    for (size_t i = 0; item->rule != NULL && i < report->n_rules; i++)
        if (strcmp(report->rules[i].id, item->rule) == 0) {
            PUT(b, "\"ruleId\":");
            put_clean(b, item->rule);
            buf_printf(b, ",\"ruleIndex\":%zu,", i);
            return;
        }
}

static void put_result(struct buf *b, const struct report *report, const struct report_item *item,
                       const struct fingerprint *f)
{
    PUT(b, "{");
    put_rule_of(b, report, item);
    buf_printf(b, "\"level\":\"%s\",\"message\":", level_of(item));
    put_message(b, item);
    PUT(b, ",\"locations\":[");
    if (item->file != NULL)
        put_location(b, report, item);
    PUT(b, "]");
    put_fingerprint(b, f);
    PUT(b, "}");
}

/* A fault of the run itself stands among its notifications. */
static bool is_fault_of_run(const struct report *report, const struct report_item *item)
{
    return report->failed && item->verdict == VERDICT_ERROR && item->file == NULL;
}

static void put_results(struct buf *b, const struct report *report)
{
    struct fingerprint *all = fingerprints(report);
    const char *separator = "";
    b->failed |= all == NULL;
    PUT(b, ",\"results\":[");
    for (size_t i = 0; all != NULL && i < report->n_items; i++) {
        const struct report_item *item = &report->items[i];
        if (item->verdict == VERDICT_PASS || is_fault_of_run(report, item))
            continue;
        buf_puts(b, separator);
        put_result(b, report, item, &all[i]);
        separator = ",";
    }
    PUT(b, "]");
    free(all);
}

/* ---- the run ---- */

static void put_rules(struct buf *b, const struct report *report)
{
    PUT(b, ",\"rules\":[");
    for (size_t i = 0; i < report->n_rules; i++) {
        const struct report_rule *rule = &report->rules[i];
        buf_puts(b, i == 0 ? "{\"id\":" : ",{\"id\":");
        put_clean(b, rule->id);
        PUT(b, ",\"shortDescription\":{\"text\":");
        put_clean(b, rule->meaning);
        buf_printf(b, "},\"defaultConfiguration\":{\"level\":\"%s\"}}",
                   severity_word(rule->severity));
    }
    PUT(b, "]");
}

static void put_notification(struct buf *b, const char *level, const char *text)
{
    buf_printf(b, "{\"level\":\"%s\",\"message\":{\"text\":", level);
    put_clean(b, text);
    PUT(b, "}}");
}

static void put_notifications(struct buf *b, const struct report *report)
{
    const char *separator = "";
    PUT(b, ",\"toolExecutionNotifications\":[");
    for (size_t i = 0; i < report->n_items; i++) {
        const struct report_item *item = &report->items[i];
        if (!is_fault_of_run(report, item))
            continue;
        buf_puts(b, separator);
        put_notification(b, "error", item->message != NULL ? item->message : item->name);
        separator = ",";
    }
    if (report->failed && separator[0] == '\0') {
        put_notification(b, "error", report_failure(report));
        separator = ",";
    }
    if (report->dropped != 0) {
        struct buf text;
        buf_init(&text, 0);
        report_put_dropped(&text, report);
        buf_puts(b, separator);
        put_notification(b, "warning", text.data);
        b->failed |= text.failed;
        buf_done(&text);
    }
    PUT(b, "]");
}

void report_sarif(struct buf *out, const struct style *style, const struct report *report)
{
    struct buf b;
    buf_init(&b, 0);
    PUT(&b, "{\"$schema\":\"" SCHEMA "\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{"
            "\"name\":\"pact\",\"version\":\"" PACT_VERSION "\"");
    put_rules(&b, report);
    buf_printf(&b, "}},\"automationDetails\":{\"id\":\"pact%s%s/\"}",
               report->verb != NULL ? "-" : "", report->verb != NULL ? report->verb : "");
    buf_printf(&b, ",\"invocations\":[{\"executionSuccessful\":%s",
               report->failed ? "false" : "true");
    put_notifications(&b, report);
    PUT(&b, "}],\"columnKind\":\"unicodeCodePoints\"");
    put_results(&b, report);
    PUT(&b, "}]}");
    out->failed |= b.failed;
    if (!b.failed)
        put_document(out, style, b.data, b.n, 0);
    PUT(out, "\n");
    buf_done(&b);
}
