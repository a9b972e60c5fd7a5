/* CSV and TSV. Every value is first made as compact JSON, so that one piece of code knows what a
 * field is; a cell is made from that. CSV quotes as RFC 4180 says; TSV escapes tab, line feed, CR
 * and backslash.
 *
 * A spreadsheet takes a cell that begins with = + - @ (or tab, CR) for a formula, and text of a
 * corpus is not ours to vouch for: CSV puts an apostrophe before those. Numbers with a minus sign
 * are left alone. */
#include "row.h"

#include <string.h>

#include "num.h"

static unsigned hex_digit(char c)
{
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a') + 10;
}

/* One code point below U+10000 in UTF-8; JSON that we wrote has no surrogates. */
static void put_code(struct buf *out, unsigned code)
{
    if (code < 0x80) {
        buf_char(out, (char)code);
        return;
    }
    if (code < 0x800) {
        buf_char(out, (char)(0xC0 | code >> 6));
    } else {
        buf_char(out, (char)(0xE0 | code >> 12));
        buf_char(out, (char)(0x80 | (code >> 6 & 0x3F)));
    }
    buf_char(out, (char)(0x80 | (code & 0x3F)));
}

/* Appends what the string at json[0] says; returns the length of its JSON, quotes included. */
static size_t unescape(struct buf *out, const char *json, size_t n)
{
    static const char named[] = "b\bf\fn\nr\rt\t";
    size_t i = 1;
    while (i < n && json[i] != '"') {
        if (json[i] != '\\') {
            buf_char(out, json[i++]);
            continue;
        }
        const char c = json[i + 1];
        const char *at = c == 'u' ? NULL : strchr(named, c);
        if (c == 'u') {
            put_code(out, hex_digit(json[i + 2]) << 12 | hex_digit(json[i + 3]) << 8 |
                              hex_digit(json[i + 4]) << 4 | hex_digit(json[i + 5]));
            i += 6;
        } else {
            buf_char(out, at != NULL ? at[1] : c);
            i += 2;
        }
    }
    return i + 1;
}

/* ["a","b"] as a;b: false, and nothing appended, if it is not a list of strings alone. */
static bool join_strings(struct buf *out, const char *json, size_t n)
{
    const size_t before = out->n;
    for (size_t i = 1; i < n && json[i] != ']';) {
        if (json[i] != '"') {
            out->n = before;
            return false;
        }
        if (i > 1)
            buf_char(out, ';');
        i += unescape(out, json + i, n - i);
        if (i < n && json[i] == ',')
            i++;
    }
    return true;
}

static void put_plain(struct buf *out, const char *json, size_t n)
{
    if (n == 4 && memcmp(json, "null", 4) == 0)
        return;
    if (json[0] == '"')
        unescape(out, json, n);
    else if (json[0] != '[' || !join_strings(out, json, n))
        buf_put(out, json, n);
}

static bool is_formula(const struct buf *text)
{
    return text->n != 0 && strchr("=+-@\t\r", text->data[0]) != NULL &&
           !num_form(text->data, text->n);
}

void put_csv_cell(struct buf *out, const char *json, size_t n, struct buf *scratch)
{
    buf_clear(scratch);
    put_plain(scratch, json, n);
    const bool formula = is_formula(scratch);
    if (!formula && (scratch->n == 0 || strpbrk(scratch->data, ",\"\n\r") == NULL)) {
        buf_put(out, scratch->data, scratch->n);
        out->failed |= scratch->failed;
        return;
    }
    buf_char(out, '"');
    if (formula)
        buf_char(out, '\'');
    for (size_t i = 0; i < scratch->n; i++) {
        if (scratch->data[i] == '"')
            buf_char(out, '"');
        buf_char(out, scratch->data[i]);
    }
    buf_char(out, '"');
    out->failed |= scratch->failed;
}

void put_tsv_cell(struct buf *out, const char *json, size_t n, struct buf *scratch)
{
    buf_clear(scratch);
    put_plain(scratch, json, n);
    for (size_t i = 0; i < scratch->n; i++) {
        const char c = scratch->data[i];
        const char *escape = c == '\t' ? "\\t" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : NULL;
        if (escape != NULL)
            buf_puts(out, escape);
        else if (c == '\\')
            PUT(out, "\\\\");
        else
            buf_char(out, c);
    }
    out->failed |= scratch->failed;
}
