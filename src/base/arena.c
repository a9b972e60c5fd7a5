/* Memory with one owner: a list of chunks, handed out from the front of the newest one. A request
 * that is large beside the chunk size gets a chunk of its own, which is linked behind the newest,
 * so that the free space there is not lost. */
#include "arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT _Alignof(max_align_t)
#define CHUNK_FIRST ((size_t)4096)
#define CHUNK_LAST ((size_t)1 << 20)

struct arena_chunk {
    struct arena_chunk *older;
    size_t size; /* of bytes */
    _Alignas(max_align_t) char bytes[];
};

void arena_init(struct arena *a)
{
    *a = (struct arena){0};
}

static void free_chunks(struct arena_chunk *c, const struct arena_chunk *keep)
{
    while (c != NULL) {
        struct arena_chunk *older = c->older;
        if (c != keep)
            free(c);
        c = older;
    }
}

void arena_done(struct arena *a)
{
    free_chunks(a->chunks, NULL);
    arena_init(a);
}

void arena_clear(struct arena *a)
{
    struct arena_chunk *largest = a->chunks;
    for (struct arena_chunk *c = a->chunks; c != NULL; c = c->older)
        if (c->size > largest->size)
            largest = c;
    free_chunks(a->chunks, largest);
    arena_init(a);
    if (largest == NULL)
        return;
    largest->older = NULL;
    a->chunks = largest;
    a->next = largest->bytes;
    a->end = largest->bytes + largest->size;
}

/* With no room left, every later request comes to `take`, which refuses it. */
static void fail(struct arena *a)
{
    a->failed = true;
    a->next = a->end = NULL;
}

static struct arena_chunk *new_chunk(struct arena *a, size_t size)
{
    struct arena_chunk *c = NULL;
    if (size <= SIZE_MAX - sizeof *c)
        c = malloc(sizeof *c + size);
    if (c == NULL) {
        fail(a);
        return NULL;
    }
    c->size = size;
    return c;
}

/* `size` bytes from a new chunk, aligned. */
static char *take_new(struct arena *a, size_t size)
{
    size_t usual = CHUNK_FIRST;
    if (a->chunks != NULL && a->chunks->size >= CHUNK_FIRST)
        usual = a->chunks->size < CHUNK_LAST / 2 ? a->chunks->size * 2 : CHUNK_LAST;

    const bool own = size > usual / 4;
    struct arena_chunk *c = new_chunk(a, own ? size : usual);
    if (c == NULL)
        return NULL;
    if (own && a->chunks != NULL) {
        c->older = a->chunks->older;
        a->chunks->older = c;
        return c->bytes;
    }
    c->older = a->chunks;
    a->chunks = c;
    a->next = c->bytes + size;
    a->end = c->bytes + c->size;
    return c->bytes;
}

/* `size` bytes, not zeroed, at a multiple of `alignment`. */
static char *take(struct arena *a, size_t size, size_t alignment)
{
    if (a->failed)
        return NULL;
    const size_t room = (size_t)(a->end - a->next);
    const size_t pad = (size_t)(-(uintptr_t)a->next & (alignment - 1));
    if (a->next == NULL || room < pad || room - pad < size)
        return take_new(a, size);
    char *p = a->next + pad;
    a->next = p + size;
    return p;
}

void *arena_room_slow(struct arena *a, size_t size)
{
    return take(a, size != 0 ? size : 1, ALIGNMENT);
}

void *arena_get(struct arena *a, size_t size)
{
    char *p = arena_room(a, size);
    return p != NULL ? memset(p, 0, size) : NULL;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) {
        fail(a);
        return NULL;
    }
    return arena_get(a, count * size);
}

char *arena_copy(struct arena *a, const char *bytes, size_t n)
{
    if (n == SIZE_MAX) {
        fail(a);
        return NULL;
    }
    char *p = take(a, n + 1, 1);
    if (p == NULL)
        return NULL;
    if (n != 0)
        memcpy(p, bytes, n);
    p[n] = '\0';
    return p;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0) {
        fail(a);
        return NULL;
    }
    char *p = take(a, (size_t)length + 1, 1);
    if (p == NULL)
        return NULL;
    va_start(args, format);
    vsnprintf(p, (size_t)length + 1, format, args);
    va_end(args);
    return p;
}
