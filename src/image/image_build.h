/* Building an image in memory: a growing array for each section, and the table of strings. */
#ifndef PACT_IMAGE_IMAGE_BUILD_H
#define PACT_IMAGE_IMAGE_BUILD_H

#include "buf.h"
#include "image.h"
#include "status.h"
#include "vec.h"

struct string_slot {
    uint32_t hash;
    str_id id; /* 0: free */
};

/* Strings, each kept once. Ids are given in order of first adding, from 1. */
struct strings {
    struct vec offsets; /* uint64_t: n + 1 */
    struct buf bytes;
    struct string_slot *slots; /* open addressing */
    uint32_t mask;
    uint64_t seed;
    bool failed;
};

/* False when memory is out: then nothing is held, failed is set, and every call below is harmless.
 */
bool strings_init(struct strings *s);
void strings_done(struct strings *s);
/* The id of a string, added if new. 0 when memory is out. `n` 0 is the empty string, not absent. */
str_id strings_add(struct strings *s, const char *bytes, size_t n);
const char *strings_get(const struct strings *s, str_id id); /* valid until the next add */
size_t strings_len(const struct strings *s, str_id id);

struct image_builder {
    struct strings strings;
#define X(member, type) struct vec member;
    IMAGE_SECTIONS(X) /* string_offsets and string_bytes stay empty: `strings` holds them */
#undef X
};

bool image_builder_init(struct image_builder *b);
void image_builder_done(struct image_builder *b);
bool image_builder_failed(const struct image_builder *b);

/* A view of what has been built so far; valid until the next change of the builder. */
void image_builder_view(struct image_builder *b, struct image *ret_view);

#endif
