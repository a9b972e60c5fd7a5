/* The way out: bytes gathered into large pieces for the caller's sink, and the table of formats. */
#include "lib.h"

#include <string.h>

void writer_init(struct writer *w, const struct pact_output *out)
{
    *w = (struct writer){.out = out, .most = OUTPUT_CHUNK};
    buf_init(&w->buf, 0);
}

void writer_take_back(struct writer *w, size_t at)
{
    w->buf.n = at;
    w->buf.failed = false;
    if (w->buf.data != NULL)
        w->buf.data[at] = '\0';
}

static void send(struct writer *w, const char *bytes, size_t n)
{
    if (n == 0 || w->error != 0 || w->out->sink == NULL)
        return;
    w->begun = true;
    w->error = w->out->sink(w->out->ctx, bytes, n);
}

static void hand_over(struct writer *w)
{
    send(w, w->buf.data, w->buf.n);
    buf_clear(&w->buf);
}

bool writer_put(struct writer *w, const char *bytes, size_t n)
{
    if (w->buf.failed)
        return false;
    hand_over(w);
    for (size_t at = 0; at < n && w->error == 0; at += OUTPUT_CHUNK)
        send(w, bytes + at, n - at < OUTPUT_CHUNK ? n - at : OUTPUT_CHUNK);
    return w->error == 0;
}

bool writer_pass(struct writer *w)
{
    if (w->buf.failed)
        return false;
    if (w->buf.n >= w->most)
        hand_over(w);
    return w->error == 0;
}

void writer_take(void *ctx, const void *bytes, size_t n)
{
    struct writer *w = ctx;
    buf_put(&w->buf, bytes, n);
    writer_pass(w);
}

enum status writer_end(struct writer *w, enum status status, struct diags *d)
{
    if (status == ST_OK && w->buf.failed)
        status = ST_NOMEM;
    if (status == ST_OK)
        hand_over(w);
    buf_done(&w->buf);
    if (w->error == 0)
        return status;
    return complain_errno(d, DIAG_CANNOT_WRITE, NULL, w->error, "cannot write the answer");
}

bool digest_if_shown(const struct pact_corpus *c, const struct style *style,
                     const char **ret_digest)
{
    const bool shown = style->format == FORMAT_JSON || style->format == FORMAT_JSONL;
    *ret_digest = shown ? pact_corpus_digest(c) : NULL;
    return !shown || *ret_digest != NULL;
}

enum status format_check(const struct pact_output *out, unsigned formats, const char *document,
                         struct diags *d)
{
    const unsigned format = (unsigned)out->style.format;
    if (format < FORMAT_COUNT && (formats >> format & 1U))
        return ST_OK;
    complain(d, DIAG_USAGE, NULL, "%s is not written as %s", document,
             format < FORMAT_COUNT ? format_name((enum format)format) : "a format of that number");
    return ST_USAGE;
}

struct style style_of(const struct pact_style *style)
{
    return (struct style){
        .format = (enum format)style->format,
        .width = style->width,
        .color = style->color,
        .ascii = style->ascii,
        .pretty = style->pretty,
    };
}

/* The public formats are those of the renderer, in its order. */
_Static_assert((int)PACT_FORMAT_TEXT == (int)FORMAT_TEXT &&
                   (int)PACT_FORMAT_MARKDOWN == (int)FORMAT_MARKDOWN &&
                   (int)PACT_FORMAT_SARIF == (int)FORMAT_SARIF &&
                   (int)PACT_FORMAT_COUNT == (int)FORMAT_COUNT,
               "enum pact_format and enum format differ");

const char *pact_format_name(enum pact_format format)
{
    return format < PACT_FORMAT_COUNT ? format_name((enum format)format) : NULL;
}

bool pact_format_find(const char *name, enum pact_format *ret_format)
{
    enum format found;
    if (!format_find(name, strlen(name), &found))
        return false;
    *ret_format = (enum pact_format)found;
    return true;
}
