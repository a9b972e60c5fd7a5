/* Growing arrays. Room doubles, and only the rows handed out are zeroed: the pages of the spare
 * half of a large array stay untouched, so they cost address space and no memory. */
#include "vec.h"

#include <stdlib.h>
#include <string.h>

#define ROWS_FIRST ((size_t)16)
#define ROWS_MAX ((size_t)UINT32_MAX - 1)

void vec_init(struct vec *v, size_t row_size)
{
    *v = (struct vec){.size = row_size};
}

void vec_done(struct vec *v)
{
    free(v->data);
    vec_init(v, v->size);
}

static bool set_room(struct vec *v, size_t rows)
{
    void *data = NULL;
    if (rows <= ROWS_MAX && (v->size == 0 || rows <= SIZE_MAX / 2 / v->size))
        data = realloc(v->data, rows * v->size + (v->size == 0));
    if (data == NULL) {
        v->failed = true;
        return false;
    }
    v->data = data;
    v->cap = rows;
    return true;
}

bool vec_reserve(struct vec *v, size_t n)
{
    if (v->failed)
        return false;
    return n <= v->cap || set_room(v, n);
}

/* Room for n more rows, by doubling. */
static bool make_room(struct vec *v, size_t n)
{
    if (v->failed)
        return false;
    if (n <= v->cap - v->n)
        return true;
    if (n > ROWS_MAX - v->n) {
        v->failed = true;
        return false;
    }
    size_t rows = v->cap < ROWS_FIRST ? ROWS_FIRST : v->cap * 2;
    if (rows < v->n + n)
        rows = v->n + n;
    return set_room(v, rows < ROWS_MAX ? rows : ROWS_MAX);
}

void *vec_grow(struct vec *v, size_t n)
{
    if (!make_room(v, n))
        return NULL;
    if (n == 0)
        return v; /* any pointer but NULL; it is not to be used */
    char *rows = (char *)v->data + v->n * v->size;
    v->n += n;
    return memset(rows, 0, n * v->size);
}

void *vec_add(struct vec *v)
{
    if ((v->n == v->cap || v->failed) && !make_room(v, 1))
        return NULL;
    char *row = (char *)v->data + v->n * v->size;
    v->n++;
    return memset(row, 0, v->size);
}

static int by_number(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

uint32_t sort_distinct(uint32_t *items, uint32_t n)
{
    uint32_t kept = 0;
    if (n > 1)
        qsort(items, n, sizeof *items, by_number);
    for (uint32_t i = 0; i < n; i++)
        if (kept == 0 || items[kept - 1] != items[i])
            items[kept++] = items[i];
    return kept;
}
