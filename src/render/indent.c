/* Compact JSON for people: over lines, two spaces a level. What is flat (holds no list or object
 * that is not empty) and fits in what is left of 76 columns stays on one line. The input is JSON
 * that pact has just written, so it is known to be well formed and to have no white space between
 * its tokens. */
#include "put.h"

#include <string.h>

#define COLUMNS ((size_t)76)

/* The end of the string that begins at `at`, behind its closing quote. */
static size_t string_end(const char *json, size_t n, size_t at)
{
    for (at++; at < n && json[at] != '"'; at++)
        if (json[at] == '\\')
            at++;
    return at < n ? at + 1 : n;
}

/* The length of the list or object at `at` if it may stay on one line, else 0. */
static size_t flat_length(const char *json, size_t n, size_t at, size_t room)
{
    for (size_t i = at + 1; i < n && i - at < room;) {
        const char c = json[i];
        if (c == '}' || c == ']')
            return i + 1 - at;
        if (c == '{' || c == '[') {
            if (i + 1 >= n || (json[i + 1] != '}' && json[i + 1] != ']'))
                return 0;
            i += 2;
        } else {
            i = c == '"' ? string_end(json, n, i) : i + 1;
        }
    }
    return 0;
}

/* On one line, with a space behind commas and colons. */
static void write_flat(struct buf *out, const char *json, size_t n)
{
    for (size_t i = 0; i < n;) {
        const size_t end = json[i] == '"' ? string_end(json, n, i) : i + 1;
        buf_put(out, json + i, end - i);
        if (json[i] == ',' || json[i] == ':')
            buf_char(out, ' ');
        i = end;
    }
}

static void new_line(struct buf *out, size_t depth)
{
    buf_char(out, '\n');
    buf_fill(out, ' ', 2 * depth);
}

/* Writes the token at `i` and returns where the next begins. */
static size_t write_token(struct buf *out, const char *json, size_t n, size_t i, size_t *depth)
{
    const char c = json[i];
    if (c == '{' || c == '[') {
        const size_t used = 2 * *depth;
        const size_t flat = flat_length(json, n, i, used < COLUMNS - 20 ? COLUMNS - used : 20);
        if (flat != 0) {
            write_flat(out, json + i, flat);
            return i + flat;
        }
        buf_char(out, c);
        new_line(out, ++*depth);
    } else if (c == '}' || c == ']') {
        new_line(out, --*depth);
        buf_char(out, c);
    } else if (c == ',') {
        buf_char(out, c);
        new_line(out, *depth);
    } else if (c == ':') {
        PUT(out, ": ");
    } else {
        const size_t end = c == '"' ? string_end(json, n, i) : i + 1;
        buf_put(out, json + i, end - i);
        return end;
    }
    return i + 1;
}

void indent_json(struct buf *out, const char *json, size_t n, size_t depth)
{
    for (size_t i = 0; i < n;)
        i = write_token(out, json, n, i, &depth);
}
