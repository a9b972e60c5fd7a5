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
    in->at = in->good = in->n = 0;
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

/* More bytes behind those that could not be judged yet. */
static void fill(struct input *in)
{
    memmove(in->block, in->block + in->good, in->n - in->good);
    in->n -= in->good;
    in->at = in->good = 0;
    ssize_t got = read_some(in->fd, in->block + in->n, INPUT_BLOCK - in->n);
    if (got < 0) {
        in->error = errno;
        in->end = INPUT_ERROR;
        return;
    }
    if (in->keep)
        buf_put(in->keep, in->block + in->n, (size_t)got);
    in->bytes += (uint64_t)got;
    running_sum_add(&in->sum, in->block + in->n, (size_t)got);
    in->n += (size_t)got;
    if (in->bytes > in->max_bytes) {
        in->end = INPUT_TOO_LARGE;
        return;
    }
    bool last = got == 0;
    bool first = !in->vet.started;
    in->fault.message[0] = '\0';
    in->good = vet_bytes(&in->vet, in->block, in->n, last, &in->fault);
    if (first && in->good >= 3 && memcmp(in->block, "\xEF\xBB\xBF", 3) == 0)
        in->at = 3;
    if (in->fault.message[0] != '\0')
        in->end = INPUT_FAULT;
    else if (last)
        in->end = INPUT_ALL_READ;
}

size_t input_read(struct input *in, void *bytes, size_t n)
{
    while (in->at == in->good && in->end == INPUT_GOES_ON)
        fill(in);
    if (n > in->good - in->at)
        n = in->good - in->at;
    memcpy(bytes, in->block + in->at, n);
    in->at += n;
    return n;
}
