/* Strict JSON reader (RFC 8259) into a tree in an arena; for questions, so small. Depth is limited
 * to JR_MAX_DEPTH; duplicate keys and invalid UTF-8 are refused; "\u0000" is refused. Numbers keep
 * their text. */
#ifndef PACT_BASE_JR_H
#define PACT_BASE_JR_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

#define JR_MAX_DEPTH 79 /* as deep as jw writes; terms are as deep as YAML may be */

enum jr_kind { JR_NULL, JR_FALSE, JR_TRUE, JR_NUMBER, JR_STRING, JR_ARRAY, JR_OBJECT };

struct jr_value {
    enum jr_kind kind;
    const char *text; /* string (decoded, NUL behind) or number */
    size_t n;         /* bytes of text, or count of members */
    const char *key;  /* in an object */
    size_t key_n;
    size_t at, key_at;      /* the bytes of the input where the value and its key begin */
    struct jr_value *child; /* first member */
    struct jr_value *next;
};

/* NULL on failure: *ret_fault (in the arena or static) says what and at which byte *ret_at. Out of
 * memory: a->failed. */
const struct jr_value *jr_parse(struct arena *a, const char *bytes, size_t n,
                                const char **ret_fault, size_t *ret_at);
const struct jr_value *jr_find(const struct jr_value *object, const char *key);

#endif
