#include "input.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

void input_start(struct input *in, int fd, uint64_t max_bytes, struct buf *keep)
{
    in->fd = fd;
    in->max_bytes = max_bytes;
    in->bytes = 0;
    running_sum_init(&in->sum);
    in->keep = keep;
    in->error = 0;
    in->end = INPUT_GOES_ON;
    in->n_held = 0;
    vet_init(&in->vet);
}

/* read(2) over interruptions, and waiting where the descriptor does not block. */
static ssize_t read_some(int fd, char *bytes, size_t n)
{
    for (;;) {
        ssize_t got = read(fd, bytes, n);
        if (got >= 0)
            return got;
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
            struct pollfd p = {.fd = fd, .events = POLLIN};
            poll(&p, 1, -1);
        } else if (errno != EINTR) {
            return -1;
        }
    }
}

/* More bytes, behind those that could not be judged yet. Returns how many are good. */
static size_t fill(struct input *in, char *bytes, size_t n)
{
    memcpy(bytes, in->held, in->n_held);
    char *more = bytes + in->n_held;
    ssize_t got = read_some(in->fd, more, n - in->n_held);
    if (got < 0) {
        in->error = errno;
        in->end = INPUT_ERROR;
        return 0;
    }
    if (in->keep)
        buf_put(in->keep, more, (size_t)got);
    in->bytes += (uint64_t)got;
    running_sum_add(&in->sum, more, (size_t)got);
    if (in->bytes > in->max_bytes) {
        in->end = INPUT_TOO_LARGE;
        return 0;
    }
    bool last = got == 0;
    in->fault.message[0] = '\0';
    n = in->n_held + (size_t)got;
    size_t good = vet_bytes(&in->vet, bytes, n, last, &in->fault);
    if (in->fault.message[0] != '\0') {
        in->end = INPUT_FAULT;
        return good;
    }
    in->n_held = n - good;
    memcpy(in->held, bytes + good, in->n_held);
    if (last)
        in->end = INPUT_ALL_READ;
    return good;
}

static size_t without_mark(char *bytes, size_t n)
{
    if (n < 3 || memcmp(bytes, "\xEF\xBB\xBF", 3) != 0)
        return n;
    memmove(bytes, bytes + 3, n - 3);
    return n - 3;
}

size_t input_read(struct input *in, void *bytes, size_t n)
{
    size_t good = 0;
    while (good == 0 && in->end == INPUT_GOES_ON) {
        bool first = !in->vet.started;
        good = fill(in, bytes, n);
        if (first)
            good = without_mark(bytes, good);
    }
    return good;
}
