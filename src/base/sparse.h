/* Pointers by number, of which few are set: so many may be, and only those that are cost anything.
 * Several threads may look and set at once. */
#ifndef PACT_BASE_SPARSE_H
#define PACT_BASE_SPARSE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct sparse_page;

struct sparse {
    _Atomic(struct sparse_page *) *pages; /* NULL: none of its pointers is set */
    size_t n_pages;
};

/* Room for numbers below n; false when memory is out. */
bool sparse_init(struct sparse *s, size_t n);
/* Accepts a zeroed one. */
void sparse_done(struct sparse *s);

/* NULL if none is set. */
void *sparse_get(const struct sparse *s, size_t i);

/* Where the i-th stands, to be set; NULL when memory is out. */
_Atomic(void *) *sparse_place(struct sparse *s, size_t i);

/* As if none had been set. Nobody else may be looking. */
void sparse_clear(struct sparse *s);

#endif
