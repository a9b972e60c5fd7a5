/* Compiled images of YAML that was loaded before, in a folder of the user's own.
 *
 * An image's name says what it was made from: the program, the paths as given, the limits, and of
 * each file its device, inode, size and times of change. The time at which an inode changed (ctime)
 * cannot be set back, so whatever is done to a file gives the next question another name. A state
 * counts only once it is two seconds old: a change within the same tick of the clock would not show
 * in it.
 *
 * The folder and what is in it must belong to the user, and to nobody else to write; what cannot be
 * used, or written, is as if it were not there. */
#ifndef PACT_LIB_CACHE_H
#define PACT_LIB_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "buf.h"
#include "load.h"

struct pact_corpus;

#define CACHE_BYTES ((uint64_t)1 << 30) /* of all images together */

struct cache {
    const char *folder;
    const char *const *paths;
    size_t n_paths;
    const struct load_limits *limits;
    uint64_t most;            /* bytes of all images; CACHE_BYTES */
    struct buf path;          /* of the image; empty: there can be none */
    struct buf state;         /* of the files, as bytes to be compared */
    struct timespec youngest; /* of their changes */
    struct timespec taken;    /* when the state was */
};

/* Looks at the files. The texts must live as long as `c`. cache_done is always due. */
void cache_init(struct cache *c, const char *folder, const char *const *paths, size_t n_paths,
                const struct load_limits *limits);
void cache_done(struct cache *c);

/* Opens the image of c->path, which then counts as used today; -1: there is none. */
int cache_find(const struct cache *c);

/* Keeps a corpus that was loaded since cache_init as that image, if the files are still as they
 * were, and makes room: older images of the same paths go, and beyond c->most those that were not
 * used for longest. */
void cache_keep(const struct cache *c, const struct pact_corpus *corpus);

/* Makes that image from one of an earlier state of the same files, reading only what has changed
 * since. False: that cannot be, and the files are to be loaded. */
bool cache_renew(const struct cache *c, const struct load_options *options);

#endif
