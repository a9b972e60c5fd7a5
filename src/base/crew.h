/* A crew: work on many things side by side, whose bytes come out one after the other, in order, on
 * the thread of the caller. What is waiting to come out is bounded, however many things there are
 * and however much one of them writes.
 *
 *   items 0, 1, 2, …  ──crew_work, on threads──▶  bytes of each  ──crew_take, in order──▶
 */
#ifndef PACT_BASE_CREW_H
#define PACT_BASE_CREW_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/* So many bytes of one item may wait. */
#define CREW_PIECE ((size_t)1 << 20)
#define CREW_MOST 64U
/* Seats for each thread: one at work, the others done and waiting for their turn. */
#define CREW_SEATS 4U

/* Where an item's bytes go. */
struct crew_seat;
struct buf *crew_buf(struct crew_seat *s);
/* To be called now and then: hands over what is there, once it is much, which may take until all
 * items before are out. False: the work has been called off. */
bool crew_pass(struct crew_seat *s);

/* One item, by the worker of this thread. What it returns is handed on. */
typedef int crew_work(void *worker, size_t item, struct crew_seat *s);

/* Some bytes of an item; the last of them if `ends`, and then with what the work returned. False
 * calls all off. */
typedef bool crew_take(void *ctx, size_t item, const struct buf *bytes, bool ends, int result);

struct crew_task {
    size_t items;
    crew_work *work;
    void *const *workers; /* one for each thread */
    unsigned n_workers;
    crew_take *take;
    void *ctx;
    struct buf *bufs; /* of the seats of all threads, for who runs many; NULL: new ones */
};

/* False: no thread could be begun, and nothing has been done. */
bool crew_run(const struct crew_task *task);

/* How many threads this machine runs at once, 1 to CREW_MOST. */
unsigned crew_processors(void);
/* How many are to work where so many are wanted, 0 being that: at most CREW_MOST. */
unsigned crew_size(unsigned wanted);

#endif
