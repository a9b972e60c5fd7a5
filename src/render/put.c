/* Scalars and references as compact JSON. */
#include "put.h"

#include <string.h>

#include "short.h"
#include "text.h"

/* Bytes that a JSON string cannot hold as they are, and 0xE2, which may begin U+2028 or U+2029:
 * valid JSON, but line ends to JavaScript and to many tools that read lines. */
static lanes are_special(lanes bytes)
{
    typedef uint8_t plain __attribute__((vector_size(sizeof(lanes))));
    const plain v = (plain)bytes;
    return (v < 0x20) | (v == '"') | (v == '\\') | (v == 0x7F) | (v == 0xE2);
}

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

/* Copies sixteen bytes, and says which are special. */
static lanes copy_sixteen(char *to, const char *bytes)
{
    const lanes v = sixteen_bytes(bytes);
    memcpy(to, &v, sizeof v);
    return are_special(v);
}

/* Copies one to seven bytes, which come as eight, of which some are repetitions. */
static uint64_t copy_few(char *to, const char *bytes, size_t n)
{
    if (n >= sizeof(uint32_t)) {
        const uint32_t head = four_bytes(bytes), tail = four_bytes(bytes + n - sizeof tail);
        memcpy(to, &head, sizeof head);
        memcpy(to + n - sizeof tail, &tail, sizeof tail);
        return head | (uint64_t)tail << 32;
    }
    const uint64_t first = (unsigned char)bytes[0], middle = (unsigned char)bytes[n / 2];
    const uint64_t last = (unsigned char)bytes[n - 1];
    to[0] = (char)first;
    to[n / 2] = (char)middle;
    to[n - 1] = (char)last;
    return first | middle << 8 | last << 16 | UINT64_C(0x2020202020000000);
}

/* Copies fewer than sixteen; is any of them special? */
static bool copy_short(char *to, const char *bytes, size_t n)
{
    uint64_t head, tail;
    if (n == 0)
        return false;
    if (n < sizeof head) {
        head = tail = copy_few(to, bytes, n);
    } else {
        head = eight_bytes(bytes);
        tail = eight_bytes(bytes + n - sizeof tail);
        memcpy(to, &head, sizeof head);
        memcpy(to + n - sizeof tail, &tail, sizeof tail);
    }
    return any_lane(are_special(sixteen_bytes((uint64_t[]){head, tail})));
}

/* The same of any number: the last sixteen may overlap those before. */
static bool copy(char *to, const char *bytes, size_t n)
{
    if (n < sizeof(lanes))
        return copy_short(to, bytes, n);
    const size_t last = n - sizeof(lanes);
    lanes special = copy_sixteen(to + last, bytes + last);
    for (size_t i = 0; i < last; i += sizeof special)
        special |= copy_sixteen(to + i, bytes + i);
    return any_lane(special);
}

/* Out of line as well: put_string is for what is frequent, and a whole answer is three hundredths
 * dearer with these in it. */
#define OUT_OF_LINE RARELY_CALLED __attribute__((noinline))

static OUT_OF_LINE void put_escaped(struct buf *b, const char *bytes, size_t n)
{
    size_t start = 0;
    buf_char(b, '"');
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
    buf_char(b, '"');
}

/* The way of put_string when there is no room yet. */
static OUT_OF_LINE void put_string_slow(struct buf *b, const char *bytes, size_t n)
{
    if (n < SIZE_MAX / 2 && buf_reserve(b, n + 2))
        put_string(b, bytes, n);
}

/* Most strings need no escapes: it is written as if this one did not, while it is looked at. */
void put_string(struct buf *b, const char *bytes, size_t n)
{
    if (b->cap - b->n < 3 || n > b->cap - b->n - 3) {
        put_string_slow(b, bytes, n);
        return;
    }
    char *to = b->data + b->n;
    to[0] = '"';
    if (copy(to + 1, bytes, n)) {
        put_escaped(b, bytes, n);
        return;
    }
    memcpy(to + 1 + n, "\"", 2);
    b->n += n + 2;
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
        put_string(b, word, strlen(word));
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
    const size_t n = sizeof "YYYY-MM-DD" - 1;
    if (!buf_room(b, n + 2))
        return;
    char *to = b->data + b->n;
    to[0] = '"';
    day_format(d, to + 1);
    memcpy(to + 1 + n, "\"", 2);
    b->n += n + 2;
}

void put_pdate(struct buf *b, pdate d)
{
    char text[11];
    if (d == 0 || pdate_precision(d) == DATE_DAY) {
        put_day(b, pdate_first(d));
        return;
    }
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
