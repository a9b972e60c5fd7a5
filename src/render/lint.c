/* Diagnostics: as compilers print them, or as documents; and the document of a failure. */
#include "formats.h"

#include <string.h>

#include "head.h"
#include "report_parts.h"
#include "row.h"

static void put_position(struct buf *b, uint32_t number)
{
    if (number == 0)
        PUT(b, "null");
    else
        buf_uint(b, number);
}

/* ---- one diagnostic as keys and values ---- */

typedef void diag_field_put(struct buf *b, const struct diag *d);

static void put_code(struct buf *b, const struct diag *d)
{
    put_word(b, diag_code_name(d->code));
}

static void put_severity(struct buf *b, const struct diag *d)
{
    put_word(b, severity_word(d->severity));
}

static void put_file(struct buf *b, const struct diag *d)
{
    put_argument(b, d->place.file);
}

static void put_line(struct buf *b, const struct diag *d)
{
    put_position(b, d->place.line);
}

static void put_column(struct buf *b, const struct diag *d)
{
    put_position(b, d->place.column);
}

static void put_path(struct buf *b, const struct diag *d)
{
    put_argument(b, d->path);
}

static void put_message(struct buf *b, const struct diag *d)
{
    put_argument(b, d->message);
}

static void put_hint(struct buf *b, const struct diag *d)
{
    put_argument(b, d->hint);
}

static void put_excerpt(struct buf *b, const struct diag *d)
{
    put_argument(b, d->excerpt);
}

static void put_other(struct buf *b, const struct diag *d)
{
    if (d->other.file == NULL) {
        PUT(b, "null");
        return;
    }
    PUT(b, "{\"file\":");
    put_argument(b, d->other.file);
    PUT(b, ",\"line\":");
    put_position(b, d->other.line);
    PUT(b, ",\"column\":");
    put_position(b, d->other.column);
    PUT(b, ",\"note\":");
    put_argument(b, d->other_note);
    PUT(b, "}");
}

static const struct diag_key {
    const char *name;
    diag_field_put *put;
} diag_keys[] = {
    {"code", put_code},       {"severity", put_severity}, {"file", put_file},
    {"line", put_line},       {"column", put_column},     {"path", put_path},
    {"message", put_message}, {"hint", put_hint},         {"excerpt", put_excerpt},
    {"other", put_other},
};
#define N_DIAG_KEYS (sizeof diag_keys / sizeof diag_keys[0])

static void put_diag(struct buf *b, const struct diag *d)
{
    for (size_t i = 0; i < N_DIAG_KEYS; i++) {
        buf_char(b, i == 0 ? '{' : ',');
        put_word(b, diag_keys[i].name);
        PUT(b, ":");
        diag_keys[i].put(b, d);
    }
    PUT(b, "}");
}

/* ---- JSON ---- */

static void put_query(struct buf *b, const struct lint_report *report)
{
    PUT(b, "{\"strict\":");
    put_bool(b, report->strict);
    PUT(b, ",\"rules\":[");
    for (size_t i = 0; i < report->n_rules; i++) {
        buf_puts(b, i == 0 ? "" : ",");
        put_argument(b, report->rules[i]);
    }
    PUT(b, "],\"stale\":");
    put_argument(b, report->stale);
    PUT(b, "}");
}

void lint_json(struct buf *out, const struct style *style, const struct lint_report *report)
{
    const struct diags *d = report->diags;
    struct row_writer rows;
    struct buf b, query;
    buf_init(&b, 0);
    buf_init(&query, 0);
    put_query(&query, report);
    put_head(&b, "pact.lint/1", report->digest, report->n_agreements, report->n_clauses,
             query.failed ? "null" : query.data);
    PUT(&b, ",\"files\":");
    buf_uint(&b, report->n_files);
    PUT(&b, ",\"errors\":");
    buf_uint(&b, d->errors);
    PUT(&b, ",\"warnings\":");
    buf_uint(&b, d->warnings);
    PUT(&b, ",\"not_shown\":");
    buf_uint(&b, d->dropped);
    rows_begin(&rows, style, out, b.data, b.n);
    for (size_t i = 0; i < d->n && !b.failed; i++) {
        buf_clear(&b);
        put_diag(&b, &d->items[i]);
        rows_put(&rows, b.data, b.n);
    }
    rows_end(&rows);
    out->failed |= b.failed || query.failed;
    buf_done(&query);
    buf_done(&b);
}

/* ---- CSV, TSV, Markdown ---- */

static void put_plain_cell(struct buf *out, enum format format, const struct buf *value,
                           struct buf *scratch)
{
    if (value->n == 0)
        return;
    if (format == FORMAT_CSV)
        put_csv_cell(out, value->data, value->n, scratch);
    else
        put_tsv_cell(out, value->data, value->n, scratch);
}

void lint_cells(struct buf *out, const struct style *style, const struct lint_report *report)
{
    const struct diags *d = report->diags;
    const enum format format = style->format;
    const char separator = format == FORMAT_CSV ? ',' : '\t';
    struct buf value, scratch;
    buf_init(&value, 0);
    buf_init(&scratch, 0);
    for (size_t k = 0; k < N_DIAG_KEYS; k++) {
        if (k != 0)
            buf_char(out, separator);
        buf_puts(out, diag_keys[k].name);
    }
    buf_char(out, '\n');
    for (size_t i = 0; i < d->n; i++) {
        for (size_t k = 0; k < N_DIAG_KEYS; k++) {
            if (k != 0)
                buf_char(out, separator);
            buf_clear(&value);
            diag_keys[k].put(&value, &d->items[i]);
            put_plain_cell(out, format, &value, &scratch);
            out->failed |= value.failed;
        }
        buf_char(out, '\n');
    }
    buf_done(&value);
    buf_done(&scratch);
}

static void set_text(struct cell *c, const char *text)
{
    if (text != NULL)
        *c = (struct cell){.kind = CELL_TEXT, .text = text, .n = strlen(text)};
}

void lint_markdown(struct buf *out, const struct style *style, const struct lint_report *report)
{
    const struct diags *d = report->diags;
    static const struct column columns[] = {{"place", "Place", false},
                                            {"severity", "Severity", false},
                                            {"code", "Code", false},
                                            {"message", "Message", false},
                                            {"hint", "Hint", false}};
    struct table_render *t =
        render_table_begin(style, "pact.lint/1", NULL, 0, 0, "null", "findings", columns,
                           sizeof columns / sizeof columns[0], out);
    struct buf place;
    buf_init(&place, 0);
    for (size_t i = 0; i < d->n; i++) {
        const struct diag *x = &d->items[i];
        struct cell cells[5] = {{.kind = CELL_NULL}};
        buf_clear(&place);
        if (x->place.file != NULL)
            buf_printf(&place, "%s:%u", x->place.file, (unsigned)x->place.line);
        set_text(&cells[0], place.data);
        set_text(&cells[1], severity_word(x->severity));
        set_text(&cells[2], diag_code_name(x->code));
        set_text(&cells[3], x->message);
        set_text(&cells[4], x->hint);
        render_table_row(t, cells);
    }
    render_table_end(t);
    out->failed |= place.failed;
    buf_done(&place);
}

/* ---- text ---- */

static void put_count(struct buf *out, size_t n, const char *one, const char *many)
{
    buf_uint(out, n);
    PUT(out, " ");
    buf_puts(out, n == 1 ? one : many);
}

/* "2 errors, 1 warning in 3 files" */
static void write_summary(struct buf *out, const struct lint_report *report)
{
    const struct diags *d = report->diags;
    if (d->errors == 0 && d->warnings == 0)
        PUT(out, "no errors, no warnings");
    if (d->errors != 0)
        put_count(out, d->errors, "error", "errors");
    if (d->errors != 0 && d->warnings != 0)
        PUT(out, ", ");
    if (d->warnings != 0)
        put_count(out, d->warnings, "warning", "warnings");
    PUT(out, " in ");
    put_count(out, report->n_files, "file", "files");
    if (d->errors == 0) {
        PUT(out, " (");
        put_count(out, report->n_agreements, "agreement", "agreements");
        PUT(out, ", ");
        put_count(out, report->n_clauses, "clause", "clauses");
        PUT(out, ")");
    }
    if (d->dropped != 0) {
        PUT(out, "; ");
        put_count(out, d->dropped, "more is not shown", "more are not shown");
    }
    if (report->strict && d->errors == 0 && d->warnings != 0)
        PUT(out, "; --strict makes them findings");
    PUT(out, "\n");
}

void lint_text(struct buf *out, const struct style *style, const struct lint_report *report)
{
    const struct diags *d = report->diags;
    for (size_t i = 0; i < d->n; i++)
        diag_print(out, &d->items[i], style->color, style->width);
    write_summary(out, report);
}

/* ---- any format ---- */

void render_lint(struct buf *out, const struct style *style, const struct lint_report *report)
{
    if (format_is_report(style->format))
        lint_reported(out, style, report);
    else
        format_ops(style->format)->lint(out, style, report);
}

/* ---- failure ---- */

/* The first of the worst: what the message of the document says. */
static const struct diag *worst(const struct diags *d)
{
    const struct diag *found = NULL;
    for (size_t i = 0; i < d->n; i++)
        if (found == NULL || d->items[i].severity > found->severity)
            found = &d->items[i];
    return found;
}

void render_error(struct buf *out, const struct style *style, int exit_code, const struct diags *d)
{
    const struct diag *first = worst(d);
    struct buf b;
    buf_init(&b, 0);
    PUT(&b, "{\"schema\":\"pact.error/1\",\"code\":");
    buf_uint(&b, (uint64_t)exit_code);
    PUT(&b, ",\"message\":");
    put_argument(&b, first != NULL ? first->message : d->failed ? "out of memory" : "no answer");
    PUT(&b, ",\"diagnostics\":[");
    for (size_t i = 0; i < d->n; i++) {
        if (i != 0)
            PUT(&b, ",");
        put_diag(&b, &d->items[i]);
    }
    PUT(&b, "]}");
    out->failed |= b.failed;
    if (!b.failed)
        put_document(out, style, b.data, b.n, 0);
    PUT(out, "\n");
    buf_done(&b);
}
