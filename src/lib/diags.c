/* Diagnostics as users of the library see them. */
#include "lib.h"
#include "report.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

const char *pact_version(void)
{
    return PACT_VERSION;
}

int pact_status_exit(enum pact_status status)
{
    switch (status) {
    case PACT_OK:
        return PACT_EXIT_YES;
    case PACT_INVALID:
        return PACT_EXIT_INVALID;
    case PACT_USAGE:
    case PACT_IO:
    case PACT_NOMEM:
        break;
    }
    return PACT_EXIT_FAILED;
}

enum pact_status api_status(enum status status, struct diags *d)
{
    switch (status) {
    case ST_OK:
        return PACT_OK;
    case ST_INVALID:
        return PACT_INVALID;
    case ST_USAGE:
    case ST_NOT_FOUND:
        return PACT_USAGE;
    case ST_IO:
        return PACT_IO;
    case ST_NOMEM:
        break;
    }
    if (d->errors == 0)
        diags_add(d, DIAG_NO_MEMORY, NOWHERE, "out of memory");
    return PACT_NOMEM;
}

static void add_text(struct diags *d, enum diag_code code, const char *hint, const struct buf *text)
{
    struct diag *added =
        diags_add(d, code, NOWHERE, "%s", text->failed || text->data == NULL ? "" : text->data);
    if (added != NULL && hint != NULL && hint[0] != '\0')
        added->hint = hint;
}

void complain(struct diags *d, enum diag_code code, const char *hint, const char *format, ...)
{
    struct buf text;
    va_list args;
    buf_init(&text, 0);
    va_start(args, format);
    buf_vprintf(&text, format, args);
    va_end(args);
    add_text(d, code, hint, &text);
    buf_done(&text);
}

enum status complain_errno(struct diags *d, enum diag_code code, const char *hint, int error,
                           const char *format, ...)
{
    char words[128];
    struct buf text;
    va_list args;
    if (strerror_r(error, words, sizeof words) != 0)
        words[0] = '\0';
    if (words[0] >= 'A' && words[0] <= 'Z')
        words[0] = (char)(words[0] - 'A' + 'a');
    buf_init(&text, 0);
    va_start(args, format);
    buf_vprintf(&text, format, args);
    va_end(args);
    buf_printf(&text, ": %s", words);
    add_text(d, code, hint, &text);
    buf_done(&text);
    return ST_IO;
}

const char *did_you_mean(struct diags *d, const struct suggest *s)
{
    if (s->count == 0)
        return NULL;
    const char *text = "did you mean ";
    for (size_t i = 0; i < s->count; i++)
        text = diag_text(d, "%s%s'%.*s'", text,
                         i == 0              ? ""
                         : i + 1 == s->count ? " or "
                                             : ", ",
                         (int)(s->best[i].n < 512 ? s->best[i].n : 512), s->best[i].text);
    return diag_text(d, "%s?", text);
}

struct pact_diags *pact_diags_new(void)
{
    struct pact_diags *diags = malloc(sizeof *diags);
    if (diags != NULL)
        diags_init(&diags->d, DIAG_MAX_SHOWN);
    return diags;
}

void pact_diags_free(struct pact_diags *diags)
{
    if (diags == NULL)
        return;
    diags_done(&diags->d);
    free(diags);
}

void pact_diags_clear(struct pact_diags *diags)
{
    const size_t max = diags->d.max;
    diags_done(&diags->d);
    diags_init(&diags->d, max);
}

size_t pact_diags_count(const struct pact_diags *diags)
{
    return diags->d.n;
}

size_t pact_diags_errors(const struct pact_diags *diags)
{
    return diags->d.errors;
}

size_t pact_diags_warnings(const struct pact_diags *diags)
{
    return diags->d.warnings;
}

bool pact_diags_get(const struct pact_diags *diags, size_t i, struct pact_diag *ret_diag)
{
    if (i >= diags->d.n)
        return false;
    const struct diag *from = &diags->d.items[i];
    *ret_diag = (struct pact_diag){
        .code = diag_code_name(from->code),
        .severity = (enum pact_severity)from->severity,
        .file = from->place.file,
        .line = from->place.line,
        .column = from->place.column,
        .path = from->path,
        .message = from->message,
        .hint = from->hint,
        .excerpt = from->excerpt,
        .other_file = from->other.file,
        .other_line = from->other.line,
        .other_column = from->other.column,
        .other_note = from->other_note,
    };
    return true;
}

static enum diag_code find_code(const char *name)
{
    static const enum diag_code callers[] = {DIAG_CANNOT_READ, DIAG_CANNOT_WRITE, DIAG_NO_MEMORY,
                                             DIAG_UNKNOWN_NAME};
    for (size_t i = 0; i < sizeof callers / sizeof callers[0]; i++)
        if (strcmp(name, diag_code_name(callers[i])) == 0)
            return callers[i];
    return DIAG_USAGE;
}

void pact_diags_add(struct pact_diags *diags, const char *code, const char *message,
                    const char *hint)
{
    struct diag *added = diags_add(&diags->d, find_code(code), NOWHERE, "%s", message);
    if (added != NULL && hint != NULL)
        added->hint = diag_text(&diags->d, "%s", hint);
}

/* How a call without a list of its own ends. */
static enum pact_status end_quietly(struct writer *w)
{
    struct diags unused;
    diags_init(&unused, 1);
    enum pact_status status = api_status(writer_end(w, ST_OK, &unused), &unused);
    diags_done(&unused);
    return status;
}

enum pact_status pact_diags_write(const struct pact_diags *diags, enum pact_severity at_least,
                                  const struct pact_output *out)
{
    const struct diags *d = &diags->d;
    struct writer w;
    writer_init(&w, out);
    for (size_t i = 0; i < d->n && writer_pass(&w); i++)
        if (d->items[i].severity >= (enum diag_severity)at_least)
            diag_print(&w.buf, &d->items[i], out->style.color, out->style.width);
    if (d->dropped > 0)
        buf_printf(&w.buf, "and %zu more (--limit diagnostics=N shows more)\n", d->dropped);
    return end_quietly(&w);
}

enum pact_status pact_failure_report(const struct pact_diags *diags, const char *verb,
                                     const char *root, const struct pact_output *out)
{
    const struct style style = style_of(&out->style);
    struct writer w;
    writer_init(&w, out);
    if (format_is_report(style.format))
        render_failure(&w.buf, &style, verb, root, &diags->d);
    return end_quietly(&w);
}

enum pact_status pact_error_document(const struct pact_diags *diags, int exit_code,
                                     const struct pact_output *out)
{
    const struct style style = style_of(&out->style);
    struct writer w;
    writer_init(&w, out);
    render_error(&w.buf, &style, exit_code, &diags->d);
    return end_quietly(&w);
}
