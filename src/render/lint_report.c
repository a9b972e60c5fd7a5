/* Diagnostics as items of a report: each is one, and each file without any is one that passed, so
 * that a sound corpus shows that it was looked at. */
#include <stdlib.h>
#include <string.h>

#include "formats.h"
#include "report_parts.h"

#define NO_PLACE "corpus" /* the suite of what stands in no file */

static const struct report_rule rules[DIAG_CODE_COUNT] = {
#define X(name, text, severity, meaning) {text, meaning, severity},
#include "diag_codes.def"
#undef X
};

/* The hint, and the second place. */
static const char *details_of(const struct diag *d, struct arena *a)
{
    const char *text = "";
    if (d->hint != NULL)
        text = arena_printf(a, "hint: %s\n", d->hint);
    if (d->other.file != NULL && text != NULL)
        text = arena_printf(a, "%s%s:%u: %s\n", text, d->other.file, (unsigned)d->other.line,
                            d->other_note != NULL ? d->other_note : "see here");
    return text;
}

static struct report_item item_of(const struct diag *d, enum verdict verdict, struct arena *a)
{
    const char *name =
        d->path != NULL ? arena_printf(a, "%s: %s", d->path, d->message) : d->message;
    return (struct report_item){
        .rule = diag_code_name(d->code),
        .suite = d->place.file != NULL ? d->place.file : NO_PLACE,
        .name = name != NULL ? name : "",
        .verdict = verdict,
        .severity = d->severity,
        .file = d->place.file,
        .line = d->place.line,
        .column = d->place.column,
        .message = d->message,
        .details = details_of(d, a),
    };
}

static struct report_item sound_file(const struct report *report, const char *file, struct arena *a)
{
    const char *name = arena_printf(a, "%s: no findings", report_path(report, file));
    return (struct report_item){
        .suite = file, .name = name != NULL ? name : "", .verdict = VERDICT_PASS};
}

/* Does some diagnostic stand in the file? They are sorted by file, those without one first. */
static bool is_named(const struct diags *d, const char *file)
{
    size_t low = 0, high = d->n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const char *here = d->items[middle].place.file;
        if (here == NULL || strcmp(here, file) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < d->n && strcmp(d->items[low].place.file, file) == 0;
}

static void write_items(struct buf *out, const struct style *style, struct report *report,
                        struct report_item *items)
{
    report->rules = rules;
    report->n_rules = DIAG_CODE_COUNT;
    report->items = items;
    render_report(out, style, report);
}

void lint_reported(struct buf *out, const struct style *style, const struct lint_report *lint)
{
    const struct diags *d = lint->diags;
    struct report report = {.verb = "lint", .root = lint->root, .dropped = d->dropped};
    struct arena a;
    arena_init(&a);
    struct report_item *items = ARENA_ARRAY(&a, d->n + lint->n_files + 1, struct report_item);
    for (size_t i = 0; i < d->n && items != NULL; i++) {
        const enum diag_severity severity = d->items[i].severity;
        const bool fails = severity == DIAG_ERROR || (severity == DIAG_WARNING && lint->strict);
        items[report.n_items++] = item_of(&d->items[i], fails ? VERDICT_FAIL : VERDICT_WARN, &a);
    }
    for (size_t i = 0; i < lint->n_files && items != NULL; i++)
        if (!is_named(d, lint->files[i]))
            items[report.n_items++] = sound_file(&report, lint->files[i], &a);
    if (a.failed)
        out->failed = true;
    else
        write_items(out, style, &report, items);
    arena_done(&a);
}

void render_failure(struct buf *out, const struct style *style, const char *verb, const char *root,
                    const struct diags *d)
{
    struct report report = {.verb = verb, .root = root, .dropped = d->dropped, .failed = true};
    struct arena a;
    arena_init(&a);
    struct report_item *items = ARENA_ARRAY(&a, d->n + 1, struct report_item);
    for (size_t i = 0; i < d->n && items != NULL; i++) {
        const bool error = d->items[i].severity == DIAG_ERROR;
        items[report.n_items++] = item_of(&d->items[i], error ? VERDICT_ERROR : VERDICT_WARN, &a);
    }
    if (a.failed)
        out->failed = true;
    else
        write_items(out, style, &report, items);
    arena_done(&a);
}
