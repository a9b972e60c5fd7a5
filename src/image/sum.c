#include "sum.h"

#include <string.h>

/* One to one in either argument, so that no single changed word goes unseen. */
static uint64_t stir(uint64_t h, uint64_t word)
{
    h ^= word;
    return (h << 29 | h >> 35) * UINT64_C(0xD6E8FEB86659FD93);
}

#define START UINT64_C(0x9E3779B97F4A7C15)

uint64_t image_sum(const void *bytes, size_t n)
{
    const char *at = bytes;
    uint64_t h = START ^ n;
    uint64_t words[4] = {0};
    for (; n >= sizeof words; at += sizeof words, n -= sizeof words) {
        memcpy(words, at, sizeof words);
        h = stir(stir(stir(stir(h, words[0]), words[1]), words[2]), words[3]);
    }
    memset(words, 0, sizeof words);
    memcpy(words, at, n);
    h = stir(stir(stir(stir(h, words[0]), words[1]), words[2]), words[3]);
    return h ^ h >> 32;
}

void running_sum_init(struct running_sum *s)
{
    *s = (struct running_sum){.h = START};
}

static uint64_t word_at(const void *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

void running_sum_add(struct running_sum *s, const void *bytes, size_t n)
{
    const unsigned char *at = bytes;
    size_t begun = (size_t)(s->n % sizeof s->tail);
    s->n += n;
    if (begun > 0) { /* the word that the last piece has begun */
        const size_t some = n < sizeof s->tail - begun ? n : sizeof s->tail - begun;
        memcpy(s->tail + begun, at, some);
        at += some;
        n -= some;
        begun += some;
        if (begun < sizeof s->tail)
            return;
        s->h = stir(s->h, word_at(s->tail));
    }
    uint64_t h = s->h;
    for (; n >= sizeof s->tail; at += sizeof s->tail, n -= sizeof s->tail)
        h = stir(h, word_at(at));
    s->h = h;
    memcpy(s->tail, at, n);
}

uint64_t running_sum_end(const struct running_sum *s)
{
    unsigned char last[sizeof s->tail] = {0};
    memcpy(last, s->tail, (size_t)(s->n % sizeof s->tail));
    const uint64_t h = stir(stir(s->h, word_at(last)), s->n);
    return h ^ h >> 32;
}
