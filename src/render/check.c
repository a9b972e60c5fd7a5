/* What `check` found, in every format. */
#include "check_report.h"

#include <string.h>

#include "jw.h"
#include "put.h"
#include "say.h"
#include "text.h"

static const char *outcome_word(enum check_outcome o)
{
    static const char *const words[] = {"pass", "fail", "undetermined", "error"};
    return words[o];
}

/* In JSON. What is undetermined and fails the run is not called a failure: its exit code is
 * another. */
static const char *verdict_word(const struct check_result *r)
{
    if (r->verdict == VERDICT_FAIL && r->outcome == OUTCOME_UNDETERMINED)
        return "undetermined";
    static const char *const words[] = {"pass", "skip", "warn", "fail", "error"};
    return words[r->verdict];
}

/* ---- tables: JSON, CSV, Markdown ---- */

static const struct column columns[] = {
    {"rule", "Rule", true},
    {"name", "Name", false},
    {"scenario", "Scenario", true},
    {"outcome", "Outcome", false},
    {"verdict", "Verdict", true},
    {"file", "File", true},
    {"line", "Line", true},
    {"column", "Column", true},
    {"assertion", "Assertion", true},
    {"clause", "Clause", true},
    {"status", "Status", true},
    {"date", "Date", false},
    {"known", "Known", true},
    {"assume", "Assume", true},
    {"holds", "Holds", true},
    {"under", "Under", true},
    {"expected", "Expected", false},
    {"found", "Found", false},
    {"on", "On", true},
    {"why", "Why", true},
    {"message", "Message", true},
    {"hint", "Hint", true},
    {"command", "Command", false},
};
#define COLUMNS (sizeof columns / sizeof *columns)
enum { C_LINE = 6, C_COLUMN = 7, C_DATE = 11, C_KNOWN = 12, C_ASSUME = 13, C_ON = 18 };

static void set_text(struct cell *c, const char *text)
{
    if (text != NULL)
        *c = (struct cell){.kind = CELL_TEXT, .text = text, .n = strlen(text)};
}

static void set_number(struct cell *c, struct buf *b, uint32_t number)
{
    if (number == 0)
        return;
    buf_uint(b, number);
    *c = (struct cell){.kind = CELL_NUMBER, .text = b->data, .n = b->n};
}

/* A period is "A..B" to people, and an object in JSON. */
static void set_date(struct cell *c, const struct check_result *r, struct buf *text,
                     struct buf *json)
{
    char first[11], last[11];
    if (r->first == DAY_NONE)
        return;
    if (!r->period) {
        *c = (struct cell){.kind = CELL_DAY, .day = r->first};
        return;
    }
    day_format(r->first, first);
    day_format(r->last, last);
    buf_printf(text, "%s..%s", first, last);
    put_span_of_days(json, r->first, r->last, true);
    *c = (struct cell){.kind = CELL_TEXT, .text = text->data, .n = text->n};
    c->json = json->data;
    c->json_n = json->n;
}

static void table_row(struct table_render *t, const struct check_result *r, struct buf *out)
{
    struct cell cells[COLUMNS] = {{.kind = CELL_NULL}};
    const char *const texts[COLUMNS] = {r->rule,
                                        r->name,
                                        r->scenario,
                                        outcome_word(r->outcome),
                                        verdict_word(r),
                                        r->file,
                                        NULL,
                                        NULL,
                                        r->assertion,
                                        r->clause,
                                        r->status,
                                        NULL,
                                        NULL,
                                        NULL,
                                        r->holds,
                                        r->under,
                                        r->expected,
                                        r->found,
                                        NULL,
                                        r->why,
                                        r->message,
                                        r->hint,
                                        r->command};
    struct buf line, column, text, json;
    buf_init(&line, 0);
    buf_init(&column, 0);
    buf_init(&text, 0);
    buf_init(&json, 0);
    for (size_t i = 0; i < COLUMNS; i++)
        set_text(&cells[i], texts[i]);
    set_number(&cells[C_LINE], &line, r->line);
    set_number(&cells[C_COLUMN], &column, r->column);
    set_date(&cells[C_DATE], r, &text, &json);
    cells[C_KNOWN] = (struct cell){.kind = CELL_DAY, .day = r->known};
    cells[C_ON] = (struct cell){.kind = CELL_DAY, .day = r->on};
    cells[C_ASSUME] = (struct cell){.kind = CELL_LIST, .items = r->assume, .n_items = r->n_assume};
    render_table_row(t, cells);
    out->failed |= line.failed || column.failed || text.failed || json.failed;
    buf_done(&line);
    buf_done(&column);
    buf_done(&text);
    buf_done(&json);
}

static void write_table(struct buf *out, const struct style *style,
                        const struct check_report *report)
{
    struct table_render *t =
        render_table_begin(style, "pact.check/1", report->digest, report->n_agreements,
                           report->n_clauses, report->query, "checks", columns, COLUMNS, out);
    for (size_t i = 0; t != NULL && i < report->n; i++)
        table_row(t, &report->results[i], out);
    render_table_end(t);
}

/* ---- one line, and more below it ---- */

/* "expected in force, found ended"; of an error what is wrong. */
static void put_summary(struct buf *b, const struct check_result *r)
{
    if (r->expected == NULL || r->found == NULL) {
        buf_puts(b, r->found != NULL ? r->found : outcome_word(r->outcome));
        return;
    }
    if (r->outcome == OUTCOME_UNDETERMINED)
        PUT(b, "undetermined: ");
    buf_printf(b, "expected %s, found %s", r->expected, r->found);
}

static void put_detail(struct buf *b, const char *label, const char *text)
{
    if (text != NULL)
        buf_printf(b, "%s%s: %s", b->n != 0 ? "\n" : "", label, text);
}

/* What stands below the line; all of it where `whole`, else what the line does not say. */
static void put_details(struct buf *b, const struct check_result *r, bool whole)
{
    put_detail(b, "note", r->message);
    put_detail(b, "asked", r->question);
    if (whole && r->outcome != OUTCOME_ERROR) {
        put_detail(b, "expected", r->expected);
        put_detail(b, "found", r->found);
    }
    put_detail(b, "why", r->why);
    put_detail(b, "hint", r->hint);
    put_detail(b, "again", r->command);
}

static void put_name(struct buf *b, const struct check_result *r)
{
    buf_puts(b, r->name);
    if (r->scenario != NULL)
        buf_printf(b, " [%s]", r->scenario);
}

/* ---- text ---- */

static void put_place(struct say *s, const struct check_result *r)
{
    struct buf place;
    buf_init(&place, 0);
    if (r->file != NULL)
        buf_printf(&place, "%s:%u:%u: ", r->file, (unsigned)r->line, (unsigned)r->column);
    if (place.n != 0)
        text_safe(s->out, place.data, place.n);
    s->out->failed |= place.failed;
    buf_done(&place);
}

/* A line of details is wrapped, but for the command, which is to be copied. */
static void write_details(struct say *s, const struct check_result *r)
{
    struct buf b;
    buf_init(&b, 0);
    put_details(&b, r, false);
    for (char *at = b.data, *end; at != NULL && at[0] != '\0'; at = end + (*end == '\n')) {
        end = at + strcspn(at, "\n");
        buf_puts(s->out, "    ");
        if (strncmp(at, "again: ", 7) == 0 || s->width == 0)
            text_safe(s->out, at, (size_t)(end - at));
        else
            text_wrap(s->out, at, (size_t)(end - at), 4, 6, s->width);
        buf_char(s->out, '\n');
        if (*end == '\0')
            break;
    }
    s->out->failed |= b.failed;
    buf_done(&b);
}

static bool is_clock(const struct check_result *r)
{
    return strcmp(r->rule, "clock-date") == 0;
}

static void write_one(struct say *s, const struct check_result *r)
{
    static const char *const words[] = {"pass", "skipped", "warning", "error", "error"};
    static const enum say_color colors[] = {SAY_GREEN, SAY_DIM, SAY_YELLOW, SAY_BOLD, SAY_BOLD};
    const enum verdict verdict = is_clock(r) ? VERDICT_WARN : r->verdict;
    struct buf b;
    buf_init(&b, 0);
    put_place(s, r);
    say_colored(s, colors[verdict], words[verdict]);
    buf_printf(s->out, "[%s]: ", r->rule);
    put_name(&b, r);
    if (verdict == VERDICT_SKIP || verdict == VERDICT_FAIL || verdict == VERDICT_ERROR) {
        PUT(&b, ": ");
        put_summary(&b, r);
    }
    if (!b.failed)
        text_safe(s->out, b.data, b.n);
    s->out->failed |= b.failed;
    buf_done(&b);
    buf_char(s->out, '\n');
    if (r->verdict != VERDICT_PASS)
        write_details(s, r);
}

/* "170 checks: 168 pass, 1 fails, 1 undetermined" */
static void write_tally(struct buf *out, const struct check_report *report)
{
    static const char *const words[] = {"passed", "failed", "undetermined", "in error"};
    size_t counts[4] = {0}, findings = 0, skipped = 0, n = 0;
    for (size_t i = 0; i < report->n; i++) {
        const struct check_result *r = &report->results[i];
        if (is_clock(r)) {
            findings++;
            continue;
        }
        counts[r->outcome]++;
        skipped += r->verdict == VERDICT_SKIP;
        n++;
    }
    buf_printf(out, "%zu check%s:", n, n == 1 ? "" : "s");
    for (size_t i = 0, said = 0; i < 4; i++)
        if (counts[i] != 0)
            buf_printf(out, "%s %zu %s", said++ != 0 ? "," : "", counts[i], words[i]);
    if (skipped != 0)
        PUT(out, " (skipped)");
    if (n == 0)
        PUT(out, " nothing to report");
    if (findings != 0)
        buf_printf(out, "; %zu finding%s", findings, findings == 1 ? "" : "s");
    buf_char(out, '\n');
}

static void write_text(struct buf *out, const struct style *style,
                       const struct check_report *report)
{
    struct say s;
    say_init(&s, out, style->width, style->color, style->ascii);
    for (size_t i = 0; i < report->n; i++)
        if (report->all || report->results[i].verdict != VERDICT_PASS)
            write_one(&s, &report->results[i]);
    write_tally(out, report);
    say_done(&s);
}

/* ---- reports ---- */

static const struct report_rule rules[] = {
    {"check", "what a corpus must answer, and does not", DIAG_ERROR},
    {"clock-date", "a date of a check follows the clock", DIAG_WARNING},
    {"upcoming", "a clause lapses or begins within the span asked", DIAG_WARNING},
};

static char *copied(struct arena *a, struct buf *b)
{
    char *text = b->failed ? NULL : arena_copy(a, b->data != NULL ? b->data : "", b->n);
    a->failed = a->failed || text == NULL;
    buf_done(b);
    return text;
}

static void make_item(struct report_item *item, const struct check_result *r, struct arena *a)
{
    struct buf name, message, details;
    buf_init(&name, 0);
    buf_init(&message, 0);
    buf_init(&details, 0);
    put_name(&name, r);
    put_summary(&message, r);
    put_details(&details, r, true);
    *item = (struct report_item){.rule = r->rule,
                                 .suite = r->file != NULL ? r->file : "command line",
                                 .verdict = r->verdict,
                                 .severity = is_clock(r) ? DIAG_WARNING : DIAG_ERROR,
                                 .file = r->file,
                                 .line = r->line,
                                 .column = r->column};
    item->name = copied(a, &name);
    item->identity = item->name;
    item->message = copied(a, &message);
    item->details = copied(a, &details);
    if (r->verdict == VERDICT_PASS)
        item->message = item->details = NULL;
}

static void write_report(struct buf *out, const struct style *style,
                         const struct check_report *report)
{
    struct arena a;
    arena_init(&a);
    struct report_item *items = ARENA_ARRAY(&a, report->n, struct report_item);
    bool failed = false;
    for (size_t i = 0; items != NULL && i < report->n; i++) {
        make_item(&items[i], &report->results[i], &a);
        failed |= items[i].verdict == VERDICT_ERROR;
    }
    const struct report all = {.verb = "check",
                               .root = report->root,
                               .rules = rules,
                               .n_rules = sizeof rules / sizeof *rules,
                               .items = items,
                               .n_items = report->n,
                               .failed = failed};
    if (a.failed)
        out->failed = true;
    else
        render_report(out, style, &all);
    arena_done(&a);
}

void render_check(struct buf *out, const struct style *style, const struct check_report *report)
{
    switch (style->format) {
    case FORMAT_TEXT:
        write_text(out, style, report);
        return;
    case FORMAT_TAP:
    case FORMAT_JUNIT:
    case FORMAT_GITHUB:
    case FORMAT_SARIF:
        write_report(out, style, report);
        return;
    case FORMAT_JSON:
    case FORMAT_JSONL:
    case FORMAT_CSV:
    case FORMAT_TSV:
    case FORMAT_MARKDOWN:
    case FORMAT_SVG:
    case FORMAT_HTML:
    case FORMAT_MERMAID:
    case FORMAT_ICS:
    case FORMAT_COUNT:
        break;
    }
    write_table(out, style, report);
}
