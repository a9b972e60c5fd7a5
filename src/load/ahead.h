/* Files that are parsed ahead of the loader, on other threads. The loader takes them in their order
 * and reads what comes just as it would read the file, so nothing it makes depends on how many
 * threads there are. Where the next file is not ready, it lends a hand with one behind it. */
#ifndef PACT_LOAD_AHEAD_H
#define PACT_LOAD_AHEAD_H

#include "tape.h"

struct ahead;

/* Begins with n files on `threads` threads in all, the caller's included; 0: one for each
 * processor. NULL: there is nothing to gain, or no means. The paths must stay. */
struct ahead *ahead_start(char *const *paths, size_t n, unsigned threads,
                          const struct tape_limits *limits);

/* The i-th file, which is to be asked for in order; NULL: the loader is to read it itself. The tape
 * lives until the next call. */
struct tape *ahead_take(struct ahead *a, size_t i);

/* Ends the threads; NULL is fine. */
void ahead_done(struct ahead *a);

#endif
