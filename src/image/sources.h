/* What an image was made of: the files, told apart by name and content, and which agreements have
 * something from each. So a compile can see what it need not read again.
 *
 * The list is a set, sorted by name and content, and says nothing of folders: images of the same
 * files are the same wherever these stand, and however they were named to pact. */
#ifndef PACT_IMAGE_SOURCES_H
#define PACT_IMAGE_SOURCES_H

#include <stdbool.h>

#include "buf.h"
#include "image.h"
#include "vec.h"

struct source_file {
    uint32_t name, name_n;  /* in `names`: as rows name it */
    uint64_t bytes, sum;    /* of what was read, the sum a running one */
    struct span agreements; /* in `members`: rows, ascending */
};

struct sources {
    struct vec files;   /* struct source_file */
    struct vec members; /* uint32_t */
    struct buf names;
};

void sources_init(struct sources *s);
void sources_done(struct sources *s);
bool sources_failed(const struct sources *s);

/* Adds one; its members follow by sources_member, in any order. */
void sources_add(struct sources *s, const char *name, size_t name_n, uint64_t bytes, uint64_t sum);
void sources_member(struct sources *s, uint32_t agreement);

/* Adds the i-th file of another list; its agreements have rows[] of the numbers they have
 * there; NULL: the same numbers. */
void sources_copy(struct sources *s, const struct sources *from, size_t i, const uint32_t *rows);

/* The file of that name and content; NULL if there is none. For a sorted list. */
const struct source_file *sources_find(const struct sources *s, const char *name, size_t name_n,
                                       uint64_t bytes, uint64_t sum);
const uint32_t *sources_members(const struct sources *s, const struct source_file *f);

/* Sorts, members too, each once; and makes one of two that are the same but for their agreements.
 * False: no memory. */
bool sources_sort(struct sources *s) MUST_USE;

/* The bytes of a sorted list, appended; and back, with everything checked: agreements are below
 * `agreements`. False: damaged, or no memory. */
void sources_write(const struct sources *s, struct buf *out);
bool sources_read(struct sources *s, const void *bytes, size_t n, uint32_t agreements) MUST_USE;

#endif
