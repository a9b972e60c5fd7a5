/* The index of the table of strings while a corpus is read: which strings are there already. The
 * strings themselves are kept by the builder's table; its own index is for few strings, this one
 * for millions. */
#ifndef PACT_LOAD_INTERN_H
#define PACT_LOAD_INTERN_H

#include "image_build.h"

struct short_slot {
    uint64_t key; /* the bytes themselves and their count; 0: free */
    str_id id;
};

struct intern {
    struct strings *s;
    uint8_t *tags; /* of long strings. 0: free; else some bits of the hash */
    uint32_t *ids;
    uint32_t mask, n_long;
    struct short_slot *shorts;
    uint32_t short_mask, n_short;
};

/* False when memory is out; then, as whenever it runs out, s->failed is set and later calls are
 * harmless. */
bool intern_init(struct intern *t, struct strings *s);
void intern_done(struct intern *t);

/* The id of a string, added if new; 0 when memory is out. The bytes must not be those of the table.
 */
str_id intern_add(struct intern *t, const char *bytes, size_t n);

#endif
