/* Memory with one owner and one free. Chunks grow; nothing moves. Failure is sticky: once an
 * allocation has failed every later one returns NULL and `failed` stays set, so that a caller may
 * check once at the end of a piece of work. */
#ifndef PACT_BASE_ARENA_H
#define PACT_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "status.h"

struct arena_chunk;

struct arena {
    struct arena_chunk *chunks; /* newest first */
    char *next;                 /* free space of the newest chunk */
    char *end;
    bool failed;
};

/* An arena that owns nothing yet. A zeroed struct is the same. */
void arena_init(struct arena *a);

/* Frees all of it; the arena may be used again. Accepts a zeroed arena. */
void arena_done(struct arena *a);

/* Forgets all that was given out but keeps the largest chunk for reuse; clears `failed`. */
void arena_clear(struct arena *a);

/* The way of arena_room when the newest chunk is full; not for callers. */
void *arena_room_slow(struct arena *a, size_t size);

/* `size` bytes as they come, for who sets all of them, else like arena_get. */
static inline void *arena_room(struct arena *a, size_t size)
{
    const size_t left = (size_t)(a->end - a->next);
    const size_t pad = (size_t)(-(uintptr_t)a->next & (_Alignof(max_align_t) - 1));
    if (size >= left || pad >= left - size)
        return arena_room_slow(a, size);
    char *p = a->next + pad;
    a->next = p + size;
    return p;
}

/* `size` zeroed bytes aligned for any type; NULL when memory is out. size 0 gives a valid pointer.
 */
void *arena_get(struct arena *a, size_t size);

/* `count` zeroed items of `size` bytes; NULL also when the product overflows. */
void *arena_array(struct arena *a, size_t count, size_t size);

/* A copy of n bytes with a NUL behind them; NULL when memory is out. */
char *arena_copy(struct arena *a, const char *bytes, size_t n);

/* A formatted string; NULL when memory is out. */
char *arena_printf(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);

/* `count` items as they come; the caller knows that their bytes can be counted. */
#define ARENA_ROOM(a, n, type) ((type *)arena_room((a), (size_t)(n) * sizeof(type)))
#define ARENA_NEW(a, type) ((type *)arena_get((a), sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_array((a), (n), sizeof(type)))

#endif
