/* Compiling in proportion to what has changed: agreements all of whose files are as they were when
 * an image was made are copied from it, and only the other files are read. The bytes are those of a
 * whole compile. */
#ifndef PACT_LIB_REBUILD_H
#define PACT_LIB_REBUILD_H

#include "lib.h"

/* Writes the image of the YAML files and folders `paths` to `out`, taking what it can from the
 * image `base` (a path), which need not exist, be whole, or be of these files. *ret_done false:
 * nothing could be taken, or the files have errors: nothing was written or said, and all of it is
 * to be compiled. Warnings of the files that were read go to d. */
enum status rebuild(const char *base, const char *const *paths, size_t n,
                    const struct load_options *options, bool plain, const struct pact_output *out,
                    struct diags *d, bool *ret_done) MUST_USE;

#endif
