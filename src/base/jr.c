/* A strict JSON reader by recursive descent, with a bound on the depth. The first fault ends it. */
#include "jr.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#define FEW_MEMBERS 16 /* up to so many keys are compared each with each */

struct parser {
    struct arena *arena;
    const char *bytes;
    size_t n;
    size_t at;
    const char *fault; /* NULL while all is well */
    size_t fault_at;
};

/* The first fault counts. Always false, so that it can be returned. */
static bool fail(struct parser *p, size_t at, const char *fault)
{
    if (p->fault == NULL) {
        p->fault = fault;
        p->fault_at = at;
    }
    return false;
}

static bool no_memory(struct parser *p)
{
    return fail(p, p->at, "memory ran out");
}

static void skip_blanks(struct parser *p)
{
    while (p->at < p->n) {
        const char c = p->bytes[p->at];
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r')
            break;
        p->at++;
    }
}

static bool next_is(const struct parser *p, char c)
{
    return p->at < p->n && p->bytes[p->at] == c;
}

static bool accept(struct parser *p, char c)
{
    if (!next_is(p, c))
        return false;
    p->at++;
    return true;
}

static bool is_digit_at(const struct parser *p, size_t at)
{
    return at < p->n && p->bytes[at] >= '0' && p->bytes[at] <= '9';
}

/* --- strings --- */

/* Is it of a string's usual bytes: not its end, no escape, nothing to look at twice? */
static bool is_usual(char c)
{
    return c >= 0x20 && c <= 0x7e && c != '"' && c != '\\';
}

/* Finds the quote that ends the string whose first byte is p->at. */
static bool find_end(struct parser *p, size_t *ret_end, bool *ret_escapes)
{
    size_t at = p->at;
    bool escapes = false;
    while (at < p->n && p->bytes[at] != '"') {
        if (is_usual(p->bytes[at])) {
            at++;
            continue;
        }
        uint32_t code;
        const size_t length = utf8_decode(p->bytes + at, p->n - at, &code);
        if (length == 0)
            return fail(p, at, "a string that is not valid UTF-8");
        if (code < 0x20)
            return fail(p, at, "a control character in a string that is not escaped");
        escapes |= code == '\\';
        at += length;
        if (code == '\\' && at < p->n && (unsigned char)p->bytes[at] < 0x80)
            at++; /* it may be a quote */
    }
    if (at >= p->n)
        return fail(p, p->at - 1, "a string without end");
    *ret_end = at;
    *ret_escapes = escapes;
    return true;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The value of the four hex digits at `at`; -1 if there are none. */
static int32_t hex_four(const struct parser *p, size_t at)
{
    int32_t value = 0;
    if (p->n - at < 4)
        return -1;
    for (size_t i = 0; i < 4; i++) {
        const int digit = hex_value(p->bytes[at + i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

static size_t encode(char *out, uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xc0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xe0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3f));
        out[2] = (char)(0x80 | (code & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3f));
    out[2] = (char)(0x80 | (code >> 6 & 0x3f));
    out[3] = (char)(0x80 | (code & 0x3f));
    return 4;
}

/* The code point of the \u escape whose backslash is at p->at; goes past it. */
static bool read_unicode(struct parser *p, uint32_t *ret_code)
{
    const size_t start = p->at;
    int32_t code = hex_four(p, start + 2);
    if (code < 0)
        return fail(p, start, "an escape \\u without four hexadecimal digits");
    if (code == 0)
        return fail(p, start, "a string with \\u0000 in it");
    p->at += 6;
    if (code >= 0xd800 && code < 0xe000) {
        int32_t low = -1;
        if (code < 0xdc00 && p->n - p->at >= 6 && p->bytes[p->at] == '\\' &&
            p->bytes[p->at + 1] == 'u')
            low = hex_four(p, p->at + 2);
        if (low < 0xdc00 || low >= 0xe000)
            return fail(p, start, "half of a surrogate pair");
        p->at += 6;
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    *ret_code = (uint32_t)code;
    return true;
}

/* The escape at p->at; goes past it. */
static bool read_escape(struct parser *p, uint32_t *ret_code)
{
    static const char names[] = "\"\\/bfnrt";
    static const char values[] = "\"\\/\b\f\n\r\t";
    const char c = p->bytes[p->at + 1];
    if (c == 'u')
        return read_unicode(p, ret_code);
    const char *name = memchr(names, c, sizeof names - 1);
    if (name == NULL)
        return fail(p, p->at, "an escape that JSON does not have");
    *ret_code = (unsigned char)values[name - names];
    p->at += 2;
    return true;
}

/* Decodes the bytes from p->at to `end` into `out`, which has room for as many. */
static bool decode(struct parser *p, size_t end, char *out, size_t *ret_n)
{
    size_t n = 0;
    while (p->at < end) {
        if (p->bytes[p->at] != '\\') {
            out[n++] = p->bytes[p->at++];
            continue;
        }
        uint32_t code = 0;
        if (!read_escape(p, &code))
            return false;
        n += encode(out + n, code);
    }
    out[n] = '\0';
    *ret_n = n;
    return true;
}

/* The string whose opening quote has been read. */
static bool read_string(struct parser *p, const char **ret_text, size_t *ret_n)
{
    size_t end = 0;
    bool escapes = false;
    if (!find_end(p, &end, &escapes))
        return false;
    size_t n = end - p->at;
    char *text = escapes ? arena_get(p->arena, n + 1) : arena_copy(p->arena, p->bytes + p->at, n);
    if (text == NULL)
        return no_memory(p);
    if (escapes && !decode(p, end, text, &n))
        return false;
    p->at = end + 1;
    *ret_text = text;
    *ret_n = n;
    return true;
}

/* --- numbers and words --- */

static size_t skip_digits(const struct parser *p, size_t at)
{
    while (is_digit_at(p, at))
        at++;
    return at;
}

static bool read_number(struct parser *p, struct jr_value *v)
{
    const size_t start = p->at;
    size_t at = start + (p->bytes[start] == '-');
    if (!is_digit_at(p, at))
        return fail(p, start, "a minus sign without a number");
    if (p->bytes[at] == '0' && is_digit_at(p, at + 1))
        return fail(p, start, "a number with a leading zero");
    at = skip_digits(p, at);
    if (at < p->n && p->bytes[at] == '.') {
        if (!is_digit_at(p, at + 1))
            return fail(p, start, "a number without digits after the point");
        at = skip_digits(p, at + 1);
    }
    if (at < p->n && (p->bytes[at] == 'e' || p->bytes[at] == 'E')) {
        at++;
        at += at < p->n && (p->bytes[at] == '+' || p->bytes[at] == '-');
        if (!is_digit_at(p, at))
            return fail(p, start, "a number without digits in its exponent");
        at = skip_digits(p, at);
    }
    v->kind = JR_NUMBER;
    v->n = at - start;
    v->text = arena_copy(p->arena, p->bytes + start, v->n);
    p->at = at;
    return v->text != NULL || no_memory(p);
}

static bool read_word(struct parser *p, struct jr_value *v)
{
    static const struct {
        const char *word;
        enum jr_kind kind;
    } words[] = {{"null", JR_NULL}, {"false", JR_FALSE}, {"true", JR_TRUE}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const size_t n = strlen(words[i].word);
        if (p->n - p->at >= n && memcmp(p->bytes + p->at, words[i].word, n) == 0) {
            v->kind = words[i].kind;
            p->at += n;
            return true;
        }
    }
    return fail(p, p->at, "something that is not a JSON value");
}

/* --- containers --- */

static bool read_value(struct parser *p, struct jr_value *v, unsigned depth);

static int by_key(const void *x, const void *y)
{
    const struct jr_value *const *px = x;
    const struct jr_value *const *py = y;
    const struct jr_value *a = *px;
    const struct jr_value *b = *py;
    const int c = memcmp(a->key, b->key, a->key_n < b->key_n ? a->key_n : b->key_n);
    if (c != 0)
        return c;
    if (a->key_n != b->key_n)
        return a->key_n < b->key_n ? -1 : 1;
    return (a->key_at > b->key_at) - (a->key_at < b->key_at);
}

static bool same_key(const struct jr_value *a, const struct jr_value *b)
{
    return a->key_n == b->key_n && memcmp(a->key, b->key, a->key_n) == 0;
}

static bool fail_twice(struct parser *p, size_t at)
{
    return fail(p, at, "a key that stands twice in one object");
}

/* For large objects: a hostile one must not cost the square of its size. */
static bool check_many_keys(struct parser *p, const struct jr_value *object)
{
    const struct jr_value **sorted = ARENA_ARRAY(p->arena, object->n, const struct jr_value *);
    if (sorted == NULL)
        return no_memory(p);
    size_t n = 0;
    for (const struct jr_value *v = object->child; v != NULL; v = v->next)
        sorted[n++] = v;
    qsort(sorted, n, sizeof *sorted, by_key);
    size_t first = SIZE_MAX;
    for (size_t i = 1; i < n; i++)
        if (same_key(sorted[i - 1], sorted[i]) && sorted[i]->key_at < first)
            first = sorted[i]->key_at;
    return first == SIZE_MAX || fail_twice(p, first);
}

static bool check_keys(struct parser *p, const struct jr_value *object)
{
    if (object->n > FEW_MEMBERS)
        return check_many_keys(p, object);
    for (const struct jr_value *v = object->child; v != NULL; v = v->next)
        for (const struct jr_value *u = object->child; u != v; u = u->next)
            if (same_key(u, v))
                return fail_twice(p, v->key_at);
    return true;
}

static bool read_key(struct parser *p, struct jr_value *member)
{
    skip_blanks(p);
    member->key_at = p->at;
    if (!accept(p, '"'))
        return fail(p, p->at, "a key is missing");
    if (!read_string(p, &member->key, &member->key_n))
        return false;
    skip_blanks(p);
    return accept(p, ':') || fail(p, p->at, "a colon is missing");
}

/* The members of v, whose opening bracket has been read. */
static bool read_members(struct parser *p, struct jr_value *v, char close, unsigned depth)
{
    struct jr_value **tail = &v->child;
    skip_blanks(p);
    if (accept(p, close))
        return true;
    do {
        struct jr_value *member = ARENA_NEW(p->arena, struct jr_value);
        if (member == NULL)
            return no_memory(p);
        if (v->kind == JR_OBJECT && !read_key(p, member))
            return false;
        if (!read_value(p, member, depth + 1))
            return false;
        *tail = member;
        tail = &member->next;
        v->n++;
        skip_blanks(p);
    } while (accept(p, ','));
    if (!accept(p, close))
        return fail(p, p->at,
                    close == '}' ? "a comma or '}' is missing" : "a comma or ']' is missing");
    return v->kind == JR_ARRAY || check_keys(p, v);
}

static bool read_value(struct parser *p, struct jr_value *v, unsigned depth)
{
    skip_blanks(p);
    v->at = p->at;
    if (p->at == p->n)
        return fail(p, p->at, "a value is missing");
    const char c = p->bytes[p->at];
    if (c == '{' || c == '[') {
        if (depth >= JR_MAX_DEPTH)
            return fail(p, p->at, "nested too deeply");
        p->at++;
        v->kind = c == '{' ? JR_OBJECT : JR_ARRAY;
        return read_members(p, v, c == '{' ? '}' : ']', depth);
    }
    if (accept(p, '"')) {
        v->kind = JR_STRING;
        return read_string(p, &v->text, &v->n);
    }
    if (c == '-' || is_digit_at(p, p->at))
        return read_number(p, v);
    return read_word(p, v);
}

static bool read_document(struct parser *p, struct jr_value *v)
{
    if (!read_value(p, v, 0))
        return false;
    skip_blanks(p);
    return p->at == p->n || fail(p, p->at, "something follows the value");
}

const struct jr_value *jr_parse(struct arena *a, const char *bytes, size_t n,
                                const char **ret_fault, size_t *ret_at)
{
    struct parser p = {.arena = a, .bytes = bytes, .n = n};
    struct jr_value *v = ARENA_NEW(a, struct jr_value);
    if (v == NULL)
        no_memory(&p);
    else if (read_document(&p, v))
        return v;
    *ret_fault = p.fault;
    *ret_at = p.fault_at;
    return NULL;
}

const struct jr_value *jr_find(const struct jr_value *object, const char *key)
{
    const size_t n = strlen(key);
    if (object->kind != JR_OBJECT)
        return NULL;
    for (const struct jr_value *v = object->child; v != NULL; v = v->next)
        if (v->key_n == n && memcmp(v->key, key, n) == 0)
            return v;
    return NULL;
}
