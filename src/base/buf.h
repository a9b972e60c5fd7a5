/* Growing bytes. Appending never needs a check: failure (out of memory, or beyond `max`) is sticky
 * in `failed`, and what was appended after it is dropped; check once at the boundary. (Who sets it,
 * as something else has failed that belonged in here, may go on appending.) `data` always has a NUL
 * behind `n` bytes unless it is NULL (nothing appended yet). */
#ifndef PACT_BASE_BUF_H
#define PACT_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "status.h"

struct buf {
    char *data;
    size_t n;
    size_t cap; /* room for bytes and a NUL; what has failed has no more than it needed */
    size_t max; /* most bytes it may hold; 0 means SIZE_MAX / 2 */
    bool failed;
};

void buf_init(struct buf *b, size_t max);
void buf_done(struct buf *b);
void buf_clear(struct buf *b);                /* n = 0, failed = false; keeps its memory */
void buf_uint(struct buf *b, uint64_t value); /* decimal */
void buf_printf(struct buf *b, const char *format, ...) PRINTF_LIKE(2, 3);
void buf_vprintf(struct buf *b, const char *format, va_list args) PRINTF_LIKE(2, 0);

/* Makes room for n more bytes, so that a caller may write them at data + n itself (and then raise
 * n and put the NUL); false, and sticky, when there is none. n 0 makes `data` a valid empty text.
 */
bool buf_reserve(struct buf *b, size_t n);

/* The same where it is a hot path. */
static inline bool buf_room(struct buf *b, size_t n)
{
    return n < b->cap - b->n || buf_reserve(b, n);
}

/* The way of buf_put when the bytes do not fit; not for callers. */
void buf_put_slow(struct buf *b, const char *bytes, size_t n);

static inline void buf_put(struct buf *b, const char *bytes, size_t n)
{
    if (n == 0)
        return;
    if (n >= b->cap - b->n) {
        buf_put_slow(b, bytes, n);
        return;
    }
    char *to = b->data + b->n;
    memcpy(to, bytes, n);
    to[n] = '\0';
    b->n += n;
}

/* The way of buf_fill when there are many, or they do not fit; not for callers. */
void buf_fill_slow(struct buf *b, char c, size_t n);

/* c, n times. A few are written as if they were more, which is one store. */
static inline void buf_fill(struct buf *b, char c, size_t n)
{
    enum { FEW = 16 };
    if (n > FEW || b->cap - b->n <= FEW) {
        buf_fill_slow(b, c, n);
        return;
    }
    memset(b->data + b->n, c, FEW);
    b->n += n;
    b->data[b->n] = '\0';
}

static inline void buf_puts(struct buf *b, const char *text)
{
    buf_put(b, text, strlen(text));
}

static inline void buf_char(struct buf *b, char c)
{
    if (b->cap - b->n < 2) {
        buf_put_slow(b, &c, 1);
        return;
    }
    char *to = b->data + b->n++;
    to[0] = c;
    to[1] = '\0';
}

#endif
