/* Growing arrays of rows of one fixed size (memory from realloc, so that large ones move by
 * remapping). Indices stay valid, pointers only until the next add. Failure is sticky in `failed`.
 */
#ifndef PACT_BASE_VEC_H
#define PACT_BASE_VEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vec {
    void *data;
    size_t n;
    size_t cap;
    size_t size; /* of one row */
    bool failed;
};

void vec_init(struct vec *v, size_t row_size);
void vec_done(struct vec *v);

/* One more zeroed row at the end; NULL when memory is out or the count would pass UINT32_MAX - 1.
 */
void *vec_add(struct vec *v);

/* The same, for a caller that writes all of the row: it need not be zeroed. */
static inline void *vec_push(struct vec *v)
{
    if (v->n == v->cap || v->failed)
        return vec_add(v);
    return (char *)v->data + v->n++ * v->size;
}

/* `n` more zeroed rows at the end, contiguous; NULL as above. n 0 gives a non-NULL pointer that is
 * not to be used. */
void *vec_grow(struct vec *v, size_t n);

/* Makes room for n rows in all; false when memory is out. */
bool vec_reserve(struct vec *v, size_t n);

/* Sorts numbers, and drops those that are there already; returns how many are left. */
uint32_t sort_distinct(uint32_t *items, uint32_t n);

#define VEC_AT(v, type, i) (&((type *)(v)->data)[i])

#endif
