/* UTF-8 text for people. What is not safe to show (controls, bidi controls, separators that some
 * readers take for line ends, bytes that are no UTF-8) becomes ASCII at the last moment, in one
 * place, so widths here are widths of the text as it will be shown. */
#include "text.h"

#include <string.h>

#include "short.h"
#include "text_width_table.h"

#define ARRAY_COUNT(a) (sizeof(a) / sizeof *(a))

static bool is_continuation(unsigned char c)
{
    return (c & 0xc0) == 0x80;
}

static size_t decode_two(const unsigned char *s, size_t n, uint32_t *ret_code)
{
    if (n < 2 || s[0] < 0xc2 || !is_continuation(s[1]))
        return 0;
    *ret_code = (s[0] & 0x1fu) << 6 | (s[1] & 0x3fu);
    return 2;
}

static size_t decode_three(const unsigned char *s, size_t n, uint32_t *ret_code)
{
    if (n < 3 || !is_continuation(s[1]) || !is_continuation(s[2]))
        return 0;
    const uint32_t code = (s[0] & 0x0fu) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu);
    if (code < 0x800 || (code >= 0xd800 && code <= 0xdfff))
        return 0;
    *ret_code = code;
    return 3;
}

static size_t decode_four(const unsigned char *s, size_t n, uint32_t *ret_code)
{
    if (n < 4 || !is_continuation(s[1]) || !is_continuation(s[2]) || !is_continuation(s[3]))
        return 0;
    const uint32_t code =
        (s[0] & 0x07u) << 18 | (s[1] & 0x3fu) << 12 | (s[2] & 0x3fu) << 6 | (s[3] & 0x3fu);
    if (code < 0x10000 || code > 0x10ffff)
        return 0;
    *ret_code = code;
    return 4;
}

size_t utf8_decode(const char *bytes, size_t n, uint32_t *ret_code)
{
    if (n == 0)
        return 0;
    const unsigned char *s = (const unsigned char *)bytes;
    if (s[0] < 0x80) {
        *ret_code = s[0];
        return 1;
    }
    if (s[0] < 0xe0)
        return decode_two(s, n, ret_code);
    if (s[0] < 0xf0)
        return decode_three(s, n, ret_code);
    return s[0] < 0xf8 ? decode_four(s, n, ret_code) : 0;
}

/* How many bytes from the start are ASCII, counted in pairs of words; a few may be left out. */
static size_t ascii_run(const char *bytes, size_t n)
{
    uint64_t words[2];
    size_t at = 0;
    while (n - at >= sizeof words) {
        memcpy(words, bytes + at, sizeof words);
        if (((words[0] | words[1]) & UINT64_C(0x8080808080808080)) != 0)
            break;
        at += sizeof words;
    }
    return at;
}

bool utf8_valid(const char *bytes, size_t n)
{
    size_t at = 0;
    while (at < n) {
        if ((unsigned char)bytes[at] < 0x80) {
            const size_t run = ascii_run(bytes + at, n - at);
            at += run != 0 ? run : 1;
            continue;
        }
        uint32_t code;
        const size_t length = utf8_decode(bytes + at, n - at, &code);
        if (length == 0)
            return false;
        at += length;
    }
    return true;
}

static bool in_ranges(const struct code_range *ranges, size_t count, uint32_t code)
{
    size_t low = 0;
    while (low < count) {
        const size_t middle = low + (count - low) / 2;
        if (code > ranges[middle].last)
            low = middle + 1;
        else if (code >= ranges[middle].first)
            return true;
        else
            count = middle;
    }
    return false;
}

int code_width(uint32_t code)
{
    if (code < width_none[0].first)
        return 1;
    if (in_ranges(width_none, ARRAY_COUNT(width_none), code))
        return 0;
    if (code < width_two[0].first)
        return 1;
    return in_ranges(width_two, ARRAY_COUNT(width_two), code) ? 2 : 1;
}

bool code_is_hidden(uint32_t code)
{
    if (code < 0x20 || (code >= 0x7f && code < 0xa0))
        return true;
    return code == 0x61c || code == 0x200e || code == 0x200f ||
           (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

static const char hex_digits[] = "0123456789abcdef";

/* The name of a control that has a short one, as in "\n"; 0 for the others. */
static char short_escape(uint32_t code)
{
    switch (code) {
    case '\t':
        return 't';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case 0x1b:
        return 'e';
    default:
        return 0;
    }
}

/* "\e" or "\u{9b}"; returns how long it is. */
static size_t escape_code(char out[16], uint32_t code)
{
    size_t n = 0;
    out[n++] = '\\';
    const char name = short_escape(code);
    if (name != 0) {
        out[n++] = name;
        return n;
    }
    out[n++] = 'u';
    out[n++] = '{';
    int shift = 0;
    while (code >> shift > 0xf)
        shift += 4;
    for (; shift >= 0; shift -= 4)
        out[n++] = hex_digits[code >> shift & 0xf];
    out[n++] = '}';
    return n;
}

/* One step through a text: the bytes to show, and their width. */
struct glyph {
    size_t taken;      /* bytes of the text */
    const char *shown; /* these bytes, or `escape` */
    size_t shown_n;
    size_t width;
    char escape[16];
};

static void next_glyph(struct glyph *g, const char *bytes, size_t n)
{
    uint32_t code = 0;
    g->taken = utf8_decode(bytes, n, &code);
    if (g->taken != 0 && !code_is_hidden(code)) {
        g->shown = bytes;
        g->shown_n = g->taken;
        g->width = (size_t)code_width(code);
        return;
    }
    if (g->taken == 0) {
        const unsigned char byte = (unsigned char)bytes[0];
        const char escape[] = {'\\', 'x', '{', hex_digits[byte >> 4], hex_digits[byte & 15], '}'};
        memcpy(g->escape, escape, sizeof escape);
        g->shown_n = sizeof escape;
        g->taken = 1;
    } else {
        g->shown_n = escape_code(g->escape, code);
    }
    g->shown = g->escape;
    g->width = g->shown_n;
}

/* A number in each of eight bytes. */
#define EACH UINT64_C(0x0101010101010101)

static bool is_plain(char c)
{
    return c >= 0x20 && c < 0x7f;
}

static bool eight_are_plain(const char *bytes)
{
    uint64_t x;
    memcpy(&x, bytes, sizeof x);
    return ((~(x + 0x60 * EACH) | (x + EACH) | x) & 0x80 * EACH) == 0;
}

static size_t plain_run(const char *bytes, size_t n)
{
    size_t at = 0;
    while (n - at >= 8 && eight_are_plain(bytes + at))
        at += 8;
    while (at < n && is_plain(bytes[at]))
        at++;
    return at;
}

size_t text_width(const char *bytes, size_t n)
{
    size_t width = 0;
    for (size_t at = 0; at < n;) {
        const size_t run = plain_run(bytes + at, n - at);
        width += run;
        at += run;
        if (at == n)
            break;
        struct glyph g;
        next_glyph(&g, bytes + at, n - at);
        width += g.width;
        at += g.taken;
    }
    return width;
}

static void put_safe(struct buf *out, const char *bytes, size_t n)
{
    for (size_t at = 0; at < n;) {
        struct glyph g;
        next_glyph(&g, bytes + at, n - at);
        buf_put(out, g.shown, g.shown_n);
        at += g.taken;
        const size_t run = plain_run(bytes + at, n - at);
        buf_put(out, bytes + at, run);
        at += run;
    }
}

void text_safe(struct buf *out, const char *bytes, size_t n)
{
    const size_t run = plain_run(bytes, n);
    buf_put(out, bytes, run);
    if (run < n)
        put_safe(out, bytes + run, n - run);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_word_byte(char c)
{
    return c > 0x20 && c < 0x7f;
}

/* ---- wrapped ---- */

struct word {
    size_t end;
    size_t width;
    bool as_is; /* it may be shown so */
};

static struct word word_at(const char *bytes, size_t n, size_t at)
{
    struct word w = {.as_is = true};
    while (at < n && !is_blank(bytes[at])) {
        if (is_word_byte(bytes[at])) {
            at++;
            w.width++;
            continue;
        }
        struct glyph g;
        next_glyph(&g, bytes + at, n - at);
        at += g.taken;
        w.width += g.width;
        w.as_is &= g.shown != g.escape;
    }
    w.end = at;
    return w;
}

/* Are eight bytes words of plain characters, with one space between them? */
static bool eight_are_words(const char *bytes)
{
    const uint64_t x = eight_bytes(bytes);
    const uint64_t shown = x + 0x60 * EACH; /* the top bit tells: the space or above, */
    const uint64_t words = x + 0x5f * EACH; /* above it */
    const uint64_t single = words | words << 8 | 0xff;
    return ((~(shown & single) | (x + EACH) | x) & 0x80 * EACH) == 0;
}

/* The same of sixteen, with a look at the one behind them. */
static bool sixteen_are_words(const char *bytes)
{
    const lanes now = sixteen_bytes(bytes), next = sixteen_bytes(bytes + 1);
    return all_lanes((now > 0x1f) & (now != 0x7f) & ~((now == ' ') & (next == ' ')));
}

/* The end of plain words from `at` on, which have one space between them. Each eight bytes begin
 * with the last of those before, so that two spaces are always seen together. */
static size_t words_end(const char *bytes, size_t n, size_t at)
{
    while (n - at > 16 && sixteen_are_words(bytes + at))
        at += 16;
    while (n - at >= 8 && eight_are_words(bytes + at))
        at += 7;
    while (at < n && (is_word_byte(bytes[at]) || (bytes[at] == ' ' && bytes[at - 1] != ' ')))
        at++;
    return at;
}

/* The end of the plain words from `at` on that fit into so many columns; `at` if the first does
 * not, or is not plain. */
static size_t fitting_end(const char *bytes, size_t n, size_t at, size_t columns)
{
    const size_t most =
        n - at <= columns ? n : at + columns + 1; /* one more, for the blank behind */
    size_t end = words_end(bytes, most, at);
    while (end > at && (end - at > columns || (end < n && !is_blank(bytes[end]))))
        end--;
    return end > at && bytes[end - 1] == ' ' ? end - 1 : end;
}

static size_t wrap(struct buf *out, const char *bytes, size_t n, size_t column, size_t indent,
                   size_t width)
{
    bool used = column > indent; /* something stands on the line already */
    bool space = false;          /* and a word of ours does */
    for (size_t at = 0; at < n;) {
        if (is_blank(bytes[at])) {
            at++;
            continue;
        }
        const size_t end =
            column + space < width ? fitting_end(bytes, n, at, width - column - space) : at;
        if (end > at) { /* most of a line at once */
            if (space)
                buf_char(out, ' ');
            buf_put(out, bytes + at, end - at);
            column += space + end - at;
            used = space = true;
            at = end;
            continue;
        }
        const struct word word = word_at(bytes, n, at);
        if (used && column + space + word.width > width) {
            buf_char(out, '\n');
            buf_fill(out, ' ', indent);
            column = indent;
            space = false;
        }
        if (space)
            buf_char(out, ' ');
        if (word.as_is)
            buf_put(out, bytes + at, word.end - at);
        else
            text_safe(out, bytes + at, word.end - at);
        column += space + word.width;
        used = true;
        space = true;
        at = word.end;
    }
    return column;
}

/* ---- not wrapped ---- */

/* U+2010 to U+2027, a column each: dashes, quotation marks, the ellipsis. Of what is not ASCII,
 * most of a text is these. */
static bool is_typographic(const char *bytes, size_t n)
{
    const unsigned char *s = (const unsigned char *)bytes;
    return n >= 3 && s[0] == 0xe2 && s[1] == 0x80 && s[2] >= 0x90 && s[2] <= 0xa7;
}

/* The end of what stays as it is from `at` on, which is no blank: one copy for many words. */
static size_t flow_end(const char *bytes, size_t n, size_t at, size_t *ret_width)
{
    const size_t start = at;
    size_t spare = 0; /* bytes beyond the columns */
    for (;;) {
        at = words_end(bytes, n, at);
        if (is_typographic(bytes + at, n - at)) {
            at += 3;
            spare += 2;
            continue;
        }
        if (at == n || (unsigned char)bytes[at] < 0x80)
            break;
        struct glyph g;
        next_glyph(&g, bytes + at, n - at);
        if (g.shown == g.escape)
            break;
        at += g.taken;
        spare += g.taken - g.width;
    }
    if ((at == n || is_blank(bytes[at])) && bytes[at - 1] == ' ')
        at--;
    *ret_width = at - start - spare;
    return at;
}

/* Returns how wide it is. */
static size_t flow(struct buf *out, const char *bytes, size_t n)
{
    size_t columns = 0;
    bool begun = false, space = false;
    for (size_t at = 0; at < n;) {
        if (is_blank(bytes[at])) {
            space = begun;
            at++;
            continue;
        }
        if (space)
            buf_char(out, ' ');
        size_t width;
        const size_t end = flow_end(bytes, n, at, &width);
        buf_put(out, bytes + at, end - at);
        columns += space + width;
        space = false;
        begun = true;
        at = end;
        if (at == n || is_blank(bytes[at]))
            continue;
        struct glyph g;
        next_glyph(&g, bytes + at, n - at);
        buf_put(out, g.shown, g.shown_n);
        columns += g.width;
        at += g.taken;
    }
    return columns;
}

size_t text_wrap(struct buf *out, const char *bytes, size_t n, size_t column, size_t indent,
                 size_t width)
{
    if (width == 0)
        return column + flow(out, bytes, n);
    return wrap(out, bytes, n, column, indent, width);
}
