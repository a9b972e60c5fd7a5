/* Bytes taken eight or sixteen at a time. Of texts that mostly are short, up to sixteen are taken
 * as two words that may overlap, without a call. */
#ifndef PACT_BASE_SHORT_H
#define PACT_BASE_SHORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t eight_bytes(const void *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

static inline uint32_t four_bytes(const void *at)
{
    uint32_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

static inline bool same_bytes(const char *a, const char *b, size_t n)
{
    if (n > 16)
        return memcmp(a, b, n) == 0;
    if (n >= 8)
        return eight_bytes(a) == eight_bytes(b) && eight_bytes(a + n - 8) == eight_bytes(b + n - 8);
    if (n >= 4)
        return four_bytes(a) == four_bytes(b) && four_bytes(a + n - 4) == four_bytes(b + n - 4);
    while (n > 0 && a[n - 1] == b[n - 1])
        n--;
    return n == 0;
}

static inline void copy_bytes(char *to, const char *from, size_t n)
{
    if (n > 16) {
        memcpy(to, from, n);
    } else if (n >= 8) {
        const uint64_t first = eight_bytes(from), last = eight_bytes(from + n - 8);
        memcpy(to, &first, sizeof first);
        memcpy(to + n - sizeof last, &last, sizeof last);
    } else if (n >= 4) {
        const uint32_t first = four_bytes(from), last = four_bytes(from + n - 4);
        memcpy(to, &first, sizeof first);
        memcpy(to + n - sizeof last, &last, sizeof last);
    } else {
        for (size_t i = 0; i < n; i++)
            to[i] = from[i];
    }
}

/* Sixteen bytes side by side. A comparison gives all bits of those that it holds for. */
typedef int8_t lanes __attribute__((vector_size(16)));
typedef int64_t lane_halves __attribute__((vector_size(16)));

static inline lanes sixteen_bytes(const void *at)
{
    lanes v;
    memcpy(&v, at, sizeof v);
    return v;
}

static inline bool any_lane(lanes v)
{
    const lane_halves h = (lane_halves)v;
    return (h[0] | h[1]) != 0;
}

static inline bool all_lanes(lanes v)
{
    const lane_halves h = (lane_halves)v;
    return (h[0] & h[1]) == -1;
}

#endif
