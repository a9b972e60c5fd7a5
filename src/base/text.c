/* UTF-8 text for people. What is not safe to show (controls, bidi controls, separators that some
 * readers take for line ends, bytes that are no UTF-8) becomes ASCII at the last moment, in one
 * place, so widths here are widths of the text as it will be shown. */
#include "text.h"

#include <string.h>

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

/* How many bytes from the start are ASCII, counted in words of eight; a few may be left out. */
static size_t ascii_run(const char *bytes, size_t n)
{
    size_t at = 0;
    while (n - at >= sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, bytes + at, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0)
            break;
        at += sizeof word;
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

static bool is_plain(char c)
{
    return c >= 0x20 && c < 0x7f;
}

static size_t plain_run(const char *bytes, size_t n)
{
    size_t at = 0;
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

void text_safe(struct buf *out, const char *bytes, size_t n)
{
    for (size_t at = 0; at < n;) {
        const size_t run = plain_run(bytes + at, n - at);
        buf_put(out, bytes + at, run);
        at += run;
        if (at == n)
            break;
        struct glyph g;
        next_glyph(&g, bytes + at, n - at);
        buf_put(out, g.shown, g.shown_n);
        at += g.taken;
    }
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_word_byte(char c)
{
    return c > 0x20 && c < 0x7f;
}

/* Where the word at `at` ends, and whether it may be shown as it is, a column a byte. */
static size_t word_end(const char *bytes, size_t n, size_t at, bool *ret_plain)
{
    while (at < n && is_word_byte(bytes[at]))
        at++;
    *ret_plain = at == n || is_blank(bytes[at]);
    while (at < n && !is_blank(bytes[at]))
        at++;
    return at;
}

/* Are eight bytes plain words and blanks, no two blanks in a row? No for a few that are, too. */
static bool eight_are_words(const char *bytes)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t x;
    memcpy(&x, bytes, sizeof x);
    const uint64_t odd = (x - 0x20 * ones) | (x + ones) | x; /* below 0x20, 0x7f and above */
    const uint64_t y = x ^ 0x20 * ones;
    const uint64_t blanks = (y - ones) & ~y & 0x80 * ones;
    return (odd & 0x80 * ones) == 0 && (blanks & blanks << 8) == 0;
}

/* The end of as many plain words from `at` on as have one space between them; `at`, which is no
 * blank, if the first is not plain. */
static size_t words_end(const char *bytes, size_t n, size_t at)
{
    const size_t start = at;
    while (n - at >= 8 && eight_are_words(bytes + at) && (bytes[at] != ' ' || bytes[at - 1] != ' '))
        at += 8;
    while (at < n && (is_word_byte(bytes[at]) || (bytes[at] == ' ' && bytes[at - 1] != ' ')))
        at++;
    size_t end = at;
    if (at < n && !is_blank(bytes[at])) /* within a word that is not plain: it is not taken */
        while (end > start && bytes[end - 1] != ' ')
            end--;
    return end > start && bytes[end - 1] == ' ' ? end - 1 : end;
}

size_t text_wrap(struct buf *out, const char *bytes, size_t n, size_t column, size_t indent,
                 size_t width)
{
    bool used = column > indent; /* something stands on the line already */
    bool space = false;          /* and a word of ours does */
    for (size_t at = 0; at < n;) {
        if (is_blank(bytes[at])) {
            at++;
            continue;
        }
        /* where nothing is wrapped, many words are as good as one */
        size_t end = width == 0 ? words_end(bytes, n, at) : at;
        bool plain = end > at;
        if (!plain)
            end = word_end(bytes, n, at, &plain);
        const size_t word = plain ? end - at : text_width(bytes + at, end - at);
        if (width != 0 && used && column + space + word > width) {
            buf_char(out, '\n');
            buf_fill(out, ' ', indent);
            column = indent;
            space = false;
        }
        if (space)
            buf_char(out, ' ');
        if (plain)
            buf_put(out, bytes + at, end - at);
        else
            text_safe(out, bytes + at, end - at);
        column += space + word;
        used = true;
        space = true;
        at = end;
    }
    return column;
}
