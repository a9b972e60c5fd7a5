#include "sum.h"

#include <string.h>

#include "short.h"

#define FACTOR UINT64_C(0xD6E8FEB86659FD93)

/* One to one in each argument, so that no single changed word goes unseen. */
static uint64_t stir(uint64_t h, uint64_t first, uint64_t second)
{
    h ^= first;
    return (h << 29 | h >> 35) * FACTOR + second;
}

#define START UINT64_C(0x9E3779B97F4A7C15)

void running_sum_init(struct running_sum *s)
{
    s->n = 0;
    for (uint64_t i = 0; i < SUM_LANES; i++)
        s->lane[i] = START + i;
}

/* Takes turns, two words for each lane, as long as they are full. Each lane waits for what it was
 * before, so four are four times as quick; in variables of their own they stay in registers. */
static const unsigned char *take_turns(uint64_t lane[SUM_LANES], const unsigned char *at, size_t n)
{
    uint64_t a = lane[0], b = lane[1], c = lane[2], d = lane[3];
    for (const unsigned char *end = at + n / SUM_TURN * SUM_TURN; at != end; at += SUM_TURN) {
        a = stir(a, eight_bytes(at), eight_bytes(at + 8));
        b = stir(b, eight_bytes(at + 16), eight_bytes(at + 24));
        c = stir(c, eight_bytes(at + 32), eight_bytes(at + 40));
        d = stir(d, eight_bytes(at + 48), eight_bytes(at + 56));
    }
    lane[0] = a, lane[1] = b, lane[2] = c, lane[3] = d;
    return at;
}

void running_sum_add(struct running_sum *s, const void *bytes, size_t n)
{
    const unsigned char *at = bytes;
    const size_t begun = (size_t)(s->n % SUM_TURN);
    s->n += n;
    if (begun > 0) { /* the turn that the last piece has begun */
        const size_t some = n < SUM_TURN - begun ? n : SUM_TURN - begun;
        memcpy(s->tail + begun, at, some);
        at += some;
        n -= some;
        if (begun + some < SUM_TURN)
            return;
        take_turns(s->lane, s->tail, SUM_TURN);
    }
    at = take_turns(s->lane, at, n);
    if (n % SUM_TURN > 0)
        memcpy(s->tail, at, n % SUM_TURN);
}

uint64_t running_sum_end(const struct running_sum *s)
{
    const size_t left = (size_t)(s->n % SUM_TURN);
    unsigned char last[SUM_TURN] = {0};
    uint64_t lane[SUM_LANES];
    uint64_t h = s->n;
    memcpy(lane, s->lane, sizeof lane);
    memcpy(last, s->tail, left);
    if (left > 0)
        take_turns(lane, last, SUM_TURN);
    for (size_t i = 0; i < SUM_LANES; i += 2)
        h = stir(h, lane[i], lane[i + 1]);
    h *= FACTOR;
    return h ^ h >> 32;
}

uint64_t image_sum(const void *bytes, size_t n)
{
    struct running_sum s;
    running_sum_init(&s);
    running_sum_add(&s, bytes, n);
    return running_sum_end(&s);
}
