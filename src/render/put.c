/* Scalars and references as compact JSON. */
#include "put.h"

#include <string.h>

#include "text.h"

/* Bytes that a JSON string cannot hold as they are, and 0xE2, which may begin U+2028 or U+2029:
 * valid JSON, but line ends to JavaScript and to many tools that read lines. */
static bool is_special(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\' || c == 0x7F || c == 0xE2;
}

static void put_escape(struct buf *b, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    static const char named[] = "\bb\tt\nn\ff\rr\"\"\\\\";
    for (const char *p = named; *p != '\0'; p += 2)
        if ((unsigned char)*p == c) {
            const char pair[2] = {'\\', p[1]};
            buf_put(b, pair, sizeof pair);
            return;
        }
    const char code[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
    buf_put(b, code, sizeof code);
}

static bool is_line_separator(const char *at, size_t n)
{
    return n >= 3 && at[1] == '\x80' && (at[2] == '\xA8' || at[2] == '\xA9');
}

/* Is one of eight bytes special, or no ASCII? Taking 0x20 from a byte that is below it, or 1 from
 * one that is zero, borrows, and so sets its top bit; adding 1 to DEL does. (A borrow or carry may
 * reach the byte above it, but then there is one to be found anyway.) */
static uint64_t maybe_special(uint64_t v)
{
    const uint64_t ones = 0x0101010101010101u;
    const uint64_t quote = v ^ (ones * '"'), backslash = v ^ (ones * '\\');
    return (v | (v - ones * 0x20) | (quote - ones) | (backslash - ones) | (v + ones)) & ones << 7;
}

static uint64_t word_at(const char *bytes)
{
    uint64_t v;
    memcpy(&v, bytes, sizeof v);
    return v;
}

/* One to seven bytes as eight, of which those too many are repetitions. */
static uint64_t short_word(const char *bytes, size_t n)
{
    uint32_t head, tail;
    if (n >= sizeof head) {
        memcpy(&head, bytes, sizeof head);
        memcpy(&tail, bytes + n - sizeof tail, sizeof tail);
        return head | (uint64_t)tail << 32;
    }
    const uint64_t first = (unsigned char)bytes[0], middle = (unsigned char)bytes[n / 2];
    return (first | middle << 8 | (uint64_t)(unsigned char)bytes[n - 1] << 16) * 0x1000001u |
           first << 48 | first << 56;
}

/* May all of it stand as it is, at a glance? What is longer than eight bytes ends with eight of its
 * own, some of which have been looked at before. */
static bool all_plain(const char *bytes, size_t n)
{
    if (n < sizeof(uint64_t))
        return n == 0 || maybe_special(short_word(bytes, n)) == 0;
    uint64_t special = maybe_special(word_at(bytes + n - sizeof(uint64_t)));
    for (size_t i = 0; i + sizeof(uint64_t) < n; i += sizeof(uint64_t))
        special |= maybe_special(word_at(bytes + i));
    return special == 0;
}

static void put_escaped(struct buf *b, const char *bytes, size_t n)
{
    size_t start = 0;
    for (size_t i = 0; i < n; i++) {
        const unsigned char c = (unsigned char)bytes[i];
        if (!is_special(c) || (c == 0xE2 && !is_line_separator(bytes + i, n - i)))
            continue;
        buf_put(b, bytes + start, i - start);
        if (c == 0xE2) {
            buf_puts(b, bytes[i + 2] == '\xA8' ? "\\u2028" : "\\u2029");
            i += 2;
        } else {
            put_escape(b, c);
        }
        start = i + 1;
    }
    buf_put(b, bytes + start, n - start);
}

/* What needs no escapes, in quotes. */
static void put_quoted(struct buf *b, const char *bytes, size_t n)
{
    if (n >= SIZE_MAX / 2 || !buf_room(b, n + 2))
        return;
    char *to = b->data + b->n;
    to[0] = '"';
    if (n > 0) /* then there may be no bytes */
        memcpy(to + 1, bytes, n);
    memcpy(to + 1 + n, "\"", 2);
    b->n += n + 2;
}

void put_string(struct buf *b, const char *bytes, size_t n)
{
    if (all_plain(bytes, n)) {
        put_quoted(b, bytes, n);
        return;
    }
    buf_char(b, '"');
    put_escaped(b, bytes, n);
    buf_char(b, '"');
}

void put_argument(struct buf *b, const char *text)
{
    if (text == NULL) {
        PUT(b, "null");
        return;
    }
    const size_t n = strlen(text);
    if (utf8_valid(text, n)) {
        put_string(b, text, n);
        return;
    }
    struct buf valid;
    buf_init(&valid, 0);
    for (size_t i = 0; i < n;) {
        uint32_t code;
        const size_t length = utf8_decode(text + i, n - i, &code);
        if (length == 0)
            PUT(&valid, "\xEF\xBF\xBD");
        else
            buf_put(&valid, text + i, length);
        i += length == 0 ? 1 : length;
    }
    if (valid.failed)
        b->failed = true;
    else
        put_string(b, valid.data, valid.n);
    buf_done(&valid);
}

void put_str(struct buf *b, const struct image *img, str_id id)
{
    if (id == 0)
        PUT(b, "null");
    else
        put_string(b, image_str(img, id), image_str_len(img, id));
}

void put_word(struct buf *b, const char *word)
{
    if (word == NULL)
        PUT(b, "null");
    else
        put_quoted(b, word, strlen(word));
}

void put_bool(struct buf *b, bool value)
{
    if (value)
        PUT(b, "true");
    else
        PUT(b, "false");
}

void put_day(struct buf *b, day_t d)
{
    if (d < DAY_MIN || d > DAY_MAX) {
        PUT(b, "null");
        return;
    }
    char text[13];
    text[0] = '"';
    day_format(d, text + 1);
    text[11] = '"';
    buf_put(b, text, 12);
}

void put_pdate(struct buf *b, pdate d)
{
    char text[11];
    pdate_format(d, text);
    put_word(b, text[0] == '\0' ? NULL : text);
}

void put_offset(struct buf *b, struct offset o)
{
    if (o.count == 0) {
        PUT(b, "null");
        return;
    }
    buf_char(b, '"');
    buf_uint(b, (uint64_t)o.count);
    buf_char(b, o.unit);
    buf_char(b, '"');
}

void put_span_of_days(struct buf *b, day_t first, day_t last, bool always)
{
    if (first == last && !always) {
        put_day(b, first);
        return;
    }
    PUT(b, "{\"from\":");
    put_day(b, first);
    PUT(b, ",\"through\":");
    put_day(b, last);
    PUT(b, "}");
}

void put_party_ids(struct buf *b, const struct image *img, struct span refs)
{
    buf_char(b, '[');
    for (uint32_t i = 0; i < refs.n; i++) {
        if (i != 0)
            buf_char(b, ',');
        put_str(b, img, img->parties[img->refs[refs.first + i]].id);
    }
    buf_char(b, ']');
}

void put_source_ids(struct buf *b, const struct image *img, struct span refs)
{
    buf_char(b, '[');
    for (uint32_t i = 0; i < refs.n; i++) {
        if (i != 0)
            buf_char(b, ',');
        put_str(b, img, img->sources[img->refs[refs.first + i]].id);
    }
    buf_char(b, ']');
}
