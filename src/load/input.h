/* The bytes of one file or of standard input, read in pieces and vetted where they are wanted: at
 * no time is a whole file in memory (standard input is kept, since it cannot be read again for
 * excerpts). */
#ifndef PACT_LOAD_INPUT_H
#define PACT_LOAD_INPUT_H

#include "buf.h"
#include "bytes.h"
#include "sum.h"

/* Room for so many bytes is asked with at the least. */
#define INPUT_LEAST ((size_t)64)

enum input_end {
    INPUT_GOES_ON,
    INPUT_ALL_READ,
    INPUT_FAULT,     /* `fault` says which byte is not to be taken */
    INPUT_TOO_LARGE, /* more bytes than max_bytes */
    INPUT_ERROR,     /* `error` is the errno of a failed read */
};

struct input {
    int fd;
    uint64_t max_bytes, bytes; /* as many may come, as many have come */
    struct running_sum sum;    /* of those that have come */
    struct buf *keep;          /* takes a copy of all; or NULL */
    struct vet vet;
    struct byte_fault fault;
    int error;
    enum input_end end;
    size_t n_held;
    char held[VET_AHEAD]; /* what has come and cannot be judged yet */
};

/* Begins with an open descriptor, which stays the caller's. */
void input_start(struct input *in, int fd, uint64_t max_bytes, struct buf *keep);

/* Up to n vetted bytes, n >= INPUT_LEAST. 0 when there are no more: `end` says why. */
size_t input_read(struct input *in, void *bytes, size_t n);

#endif
