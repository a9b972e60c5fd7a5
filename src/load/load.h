/* YAML text to an image: reads, checks all that DESIGN's part 2 demands, reports all errors of all
 * files in one run. The one place that knows YAML. */
#ifndef PACT_LOAD_LOAD_H
#define PACT_LOAD_LOAD_H

#include "diag.h"
#include "file.h"
#include "image_build.h"
#include "sources.h"
#include "status.h"

/* Everything a user can make large has a limit with a name, a default and a clear error (code
 * `limit`, naming the limit and how to raise it: --limit NAME=N). X(member, "name", default,
 * ceiling, "what it limits"): an option may set it as high as the ceiling, which is what an image,
 * or the engine, can bear. */
#define LOAD_LIMITS(X)                                                                             \
    X(depth, "depth", 64, 64, "levels of nesting in YAML")                                         \
    X(file_bytes, "file", 1073741824, INT64_MAX, "bytes of one file")                              \
    X(files, "files", 100000, INT32_MAX, "files of one corpus")                                    \
    X(scalar_bytes, "scalar", 1048576, INT32_MAX, "bytes of one scalar")                           \
    X(id_bytes, "id", 512, INT32_MAX, "bytes of an id")                                            \
    X(digits, "digits", 64, 64, "digits of a number")                                              \
    X(clauses, "clauses", 16000000, INT32_MAX, "clauses of one corpus")                            \
    X(acts, "acts", 4096, UINT16_MAX, "acts of one clause, implicit ones included")                \
    X(terms, "terms", 4096, INT32_MAX, "terms of one act, nested ones included")                   \
    X(unknowns, "unknowns", 12, IMAGE_MAX_UNKNOWNS,                                                \
      "events and unknown days that one clause depends on")                                        \
    X(courses, "courses", 65536, IMAGE_MAX_COURSES,                                                \
      "ways in which the unknowns of one clause can fall before or after its days")

struct load_limits {
#define X(member, name, value, most, what) uint64_t member;
    LOAD_LIMITS(X)
#undef X
};

void load_limits_default(struct load_limits *l);
bool load_limits_are_default(const struct load_limits *l);
/* Sets one by name, to its ceiling at the most; false if there is no such limit. */
bool load_limits_set(struct load_limits *l, const char *name, size_t n, uint64_t value);

/* How far a load has come. */
struct load_progress {
    bool all_read; /* and now names are resolved and histories settled */
    size_t files;  /* read to their end */
    size_t of_files;
    uint64_t bytes; /* of those files; what comes through standard input has no size beforehand */
    uint64_t of_bytes;
    size_t clauses; /* read */
};

/* `stale` (lint): a reaffirmation older than this before the record date is a warning; count 0: not
 * asked. */
struct load_options {
    struct load_limits limits;
    struct offset stale;
    unsigned
        threads; /* that may work at once, 0: one for each processor; what is made is the same */
    /* Gives a descriptor for the text to be read in place of the file of that path, or -1 for the
     * file itself; NULL: always the file. */
    int (*open)(void *ctx, const char *path);
    void *open_ctx;
    /* Is told by the thread that loads, after every clause and every file; NULL: nobody asks. */
    void (*progress)(const void *ctx, const struct load_progress *p);
    const void *progress_ctx;
    /* Whether a file is left out, by its path as the walk of its folder gives it; NULL: none is. */
    bool (*skip)(void *ctx, const char *path);
    void *skip_ctx;
    /* Takes what was read, sorted, but for standard input; initialised, empty. NULL: not asked. */
    struct sources *made_of;
};

/* Loads the files and folders `paths` ("-": standard input) as one corpus into `b` (initialised,
 * empty). Diagnostics, warnings too, go to d, sorted, with excerpts. ST_OK: b is a complete image
 * but for its digests. ST_INVALID: the corpus has errors; b is not to be used. ST_IO, ST_NOMEM as
 * usual. A path that holds no document at all is an error (`empty`). */
enum status load_corpus(const char *const *paths, size_t n_paths,
                        const struct load_options *options, struct image_builder *b,
                        struct diags *d) MUST_USE;

/* How rows name a file: relative to the path that was given for it, or its last part. Within one of
 * the texts, or static. */
const char *load_row_name(const char *given, const char *path);

/* The files of a folder that are read: YAML, but none that ends in .checks.yaml or .checks.yml, so
 * that what a corpus must answer can stand beside it. */
extern const struct file_names load_names;

#endif
