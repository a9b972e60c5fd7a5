/* Growing bytes: the ways in that must make room. `cap` counts the NUL, and never passes the bound
 * by more than it, so that the fast ways in buf.h need not look at the bound. */
#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CAP_FIRST ((size_t)64)

void buf_init(struct buf *b, size_t max)
{
    *b = (struct buf){.max = max};
}

void buf_done(struct buf *b)
{
    free(b->data);
    buf_init(b, b->max);
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->failed = false;
    if (b->data != NULL)
        b->data[0] = '\0';
}

/* With no room left, all that is appended later comes to buf_reserve, which refuses it. */
static bool fail(struct buf *b)
{
    b->failed = true;
    b->cap = b->n;
    return false;
}

bool buf_reserve(struct buf *b, size_t n)
{
    const size_t limit = b->max != 0 && b->max < SIZE_MAX / 2 ? b->max : SIZE_MAX / 2;
    if (b->failed)
        return false;
    if (n < b->cap - b->n)
        return true;
    if (b->n > limit || n > limit - b->n)
        return fail(b);
    const size_t need = b->n + n + 1;
    size_t cap = b->cap < CAP_FIRST ? CAP_FIRST : b->cap * 2;
    if (cap < need)
        cap = need;
    if (cap > limit + 1)
        cap = limit + 1;
    char *data = realloc(b->data, cap);
    if (data == NULL)
        return fail(b);
    b->data = data;
    b->cap = cap;
    b->data[b->n] = '\0';
    return true;
}

void buf_put_slow(struct buf *b, const char *bytes, size_t n)
{
    if (n == 0 || !buf_reserve(b, n))
        return;
    memcpy(b->data + b->n, bytes, n);
    b->n += n;
    b->data[b->n] = '\0';
}

void buf_fill_slow(struct buf *b, char c, size_t n)
{
    if (n == 0 || !buf_reserve(b, n))
        return;
    memset(b->data + b->n, c, n);
    b->n += n;
    b->data[b->n] = '\0';
}

void buf_uint(struct buf *b, uint64_t value)
{
    char text[20]; /* UINT64_MAX has 20 digits */
    size_t at = sizeof text;
    do {
        text[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    buf_put(b, text + at, sizeof text - at);
}

void buf_vprintf(struct buf *b, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    const int length = vsnprintf(NULL, 0, format, args);
    if (length < 0) {
        b->failed = true;
    } else if (length > 0 && buf_reserve(b, (size_t)length)) {
        vsnprintf(b->data + b->n, (size_t)length + 1, format, again);
        b->n += (size_t)length;
    }
    va_end(again);
}

void buf_printf(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_vprintf(b, format, args);
    va_end(args);
}
