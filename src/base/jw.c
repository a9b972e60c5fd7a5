/* The JSON writer. Pretty output first puts each member on its own line; when an array ends that
 * has only scalars and is short, its lines are joined in place. That is simple because a line break
 * never stands inside a JSON string. */
#include "jw.h"

#include <string.h>

#include "text.h"

#define INDENT 2
#define ONE_LINE_MAX ((size_t)72) /* bytes of a joined array */

void jw_init(struct jw *w, struct buf *out, bool pretty)
{
    *w = (struct jw){.out = out, .pretty = pretty};
    w->first[0] = true;
}

static void new_line(struct jw *w)
{
    buf_char(w->out, '\n');
    buf_fill(w->out, ' ', (size_t)w->depth * INDENT);
}

/* The comma and line break before a member. */
static void begin_member(struct jw *w)
{
    if (w->depth == 0 || w->depth >= JW_MAX_DEPTH)
        return;
    if (!w->first[w->depth])
        buf_char(w->out, ',');
    w->first[w->depth] = false;
    if (w->pretty)
        new_line(w);
}

static void begin_value(struct jw *w)
{
    if (w->key)
        w->key = false;
    else
        begin_member(w);
}

static void open_container(struct jw *w, char bracket)
{
    begin_value(w);
    if (w->depth < JW_MAX_DEPTH)
        w->nested[w->depth] = true;
    buf_char(w->out, bracket);
    w->depth++;
    if (w->depth >= JW_MAX_DEPTH) {
        w->out->failed = true;
        return;
    }
    w->first[w->depth] = true;
    w->nested[w->depth] = false;
    w->start[w->depth] = w->out->n;
}

static void close_container(struct jw *w, char bracket)
{
    const bool empty = w->depth >= JW_MAX_DEPTH || w->first[w->depth];
    w->depth--;
    if (w->pretty && !empty)
        new_line(w);
    buf_char(w->out, bracket);
}

/* Makes one line of those from `start`, each indented by `indent`; false if it would be too long.
 */
static bool join_lines(struct buf *out, size_t start, size_t indent)
{
    size_t lines = 0;
    for (size_t i = start; i < out->n; i++)
        lines += out->data[i] == '\n';
    if (out->n - start - lines * indent > ONE_LINE_MAX)
        return false;
    size_t to = start;
    for (size_t from = start; from < out->n; from++) {
        if (out->data[from] != '\n') {
            out->data[to++] = out->data[from];
            continue;
        }
        if (from > start)
            out->data[to++] = ' ';
        from += indent;
    }
    out->n = to;
    out->data[to] = '\0';
    return true;
}

void jw_object(struct jw *w)
{
    open_container(w, '{');
}

void jw_object_end(struct jw *w)
{
    close_container(w, '}');
}

void jw_array(struct jw *w)
{
    open_container(w, '[');
}

void jw_array_end(struct jw *w)
{
    const unsigned depth = w->depth;
    const bool lines = w->pretty && !w->out->failed && depth < JW_MAX_DEPTH && !w->first[depth];
    /* `start` is of no use if the caller has emptied the buffer since */
    if (lines && !w->nested[depth] && w->start[depth] < w->out->n &&
        w->out->data[w->start[depth]] == '\n') {
        /* as if nothing had been written, so that the bracket follows at once */
        w->first[depth] = join_lines(w->out, w->start[depth], (size_t)depth * INDENT);
    }
    close_container(w, ']');
}

static void end_key(struct jw *w)
{
    buf_puts(w->out, w->pretty ? ": " : ":");
    w->key = true;
}

void jw_key(struct jw *w, const char *key)
{
    begin_member(w);
    buf_char(w->out, '"');
    buf_puts(w->out, key);
    buf_char(w->out, '"');
    end_key(w);
}

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* How many bytes from the start are plain, eight at a time; a few may be left out. Each term sets
 * the high bit of a byte that is below 0x20, a quote, a backslash, DEL or not ASCII. It may also
 * set those of bytes that follow such a one, but is 0 where all eight are plain. */
static size_t plain_words(const char *bytes, size_t n)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t at = 0;
    for (uint64_t word; n - at >= sizeof word; at += sizeof word) {
        memcpy(&word, bytes + at, sizeof word);
        const uint64_t quote = (word ^ ones * '"') - ones;
        const uint64_t backslash = (word ^ ones * '\\') - ones;
        const uint64_t special = (word - ones * 0x20) | quote | backslash | (word + ones) | word;
        if ((special & ones * 0x80) != 0)
            break;
    }
    return at;
}

/* How many bytes from the start can be copied as they are: the hot loop of all output. */
static size_t plain_run(const char *bytes, size_t n)
{
    size_t at = plain_words(bytes, n);
    while (at < n) {
        if (is_plain((unsigned char)bytes[at])) {
            at++;
            continue;
        }
        uint32_t code;
        const size_t length = utf8_decode(bytes + at, n - at, &code);
        if (length < 2 || code_is_hidden(code))
            break;
        at += length;
    }
    return at;
}

static void put_unicode_escape(struct buf *out, uint32_t code)
{
    static const char hex[] = "0123456789abcdef";
    const char escape[] = {
        '\\', 'u', hex[code >> 12 & 15], hex[code >> 8 & 15], hex[code >> 4 & 15], hex[code & 15]};
    buf_put(out, escape, sizeof escape);
}

/* What cannot be copied as it is; all such code points are below U+10000. */
static void put_escape(struct buf *out, uint32_t code)
{
    static const char short_names[] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    char name = 0;
    if (code == '"' || code == '\\')
        name = (char)code;
    else if (code < sizeof short_names)
        name = short_names[code];
    if (name == 0) {
        put_unicode_escape(out, code);
        return;
    }
    buf_char(out, '\\');
    buf_char(out, name);
}

static void put_string(struct buf *out, const char *bytes, size_t n)
{
    buf_char(out, '"');
    for (size_t at = 0; at < n;) {
        const size_t run = plain_run(bytes + at, n - at);
        buf_put(out, bytes + at, run);
        at += run;
        if (at == n)
            break;
        uint32_t code = 0;
        const size_t length = utf8_decode(bytes + at, n - at, &code);
        if (length == 0)
            buf_puts(out, "\xef\xbf\xbd"); /* U+FFFD in place of a byte that is no UTF-8 */
        else
            put_escape(out, code);
        at += length != 0 ? length : 1;
    }
    buf_char(out, '"');
}

void jw_key_n(struct jw *w, const char *key, size_t n)
{
    begin_member(w);
    put_string(w->out, key, n);
    end_key(w);
}

void jw_string(struct jw *w, const char *bytes, size_t n)
{
    begin_value(w);
    put_string(w->out, bytes, n);
}

void jw_text(struct jw *w, const char *text)
{
    if (text != NULL)
        jw_string(w, text, strlen(text));
    else
        jw_null(w);
}

void jw_uint(struct jw *w, uint64_t value)
{
    begin_value(w);
    buf_uint(w->out, value);
}

void jw_raw(struct jw *w, const char *bytes, size_t n)
{
    begin_value(w);
    if (n > 0 && (bytes[0] == '{' || bytes[0] == '[') && w->depth < JW_MAX_DEPTH)
        w->nested[w->depth] = true;
    buf_put(w->out, bytes, n);
}

static void put_word(struct jw *w, const char *word)
{
    begin_value(w);
    buf_puts(w->out, word);
}

void jw_bool(struct jw *w, bool value)
{
    put_word(w, value ? "true" : "false");
}

void jw_null(struct jw *w)
{
    put_word(w, "null");
}

void jw_pdate(struct jw *w, pdate d)
{
    if (pdate_first(d) == DAY_NONE) {
        jw_null(w);
        return;
    }
    char text[11];
    pdate_format(d, text);
    begin_value(w);
    buf_char(w->out, '"');
    buf_puts(w->out, text);
    buf_char(w->out, '"');
}

void jw_day(struct jw *w, day_t d)
{
    jw_pdate(w, d != DAY_NEVER ? pdate_of_day(d) : 0);
}
