/* Open addressing with a byte of the hash for each slot beside the ids. Most strings that come here are
 * new (the frequent ones are remembered in words.h), and for those a look at the bytes of hashes is all it
 * takes: no id, offset or string far away is touched in vain. */
#include "intern.h"

#include <stdlib.h>

#define FIRST_SLOTS 1024U

static inline uint64_t mix(uint64_t h, uint64_t word)
{
    h = (h ^ word) * 0x9E3779B97F4A7C15U;
    return h ^ h >> 29;
}

static inline uint64_t hash(const struct intern *t, const char *bytes, size_t n)
{
    uint64_t h = t->s->seed ^ n, word = 0;
    for (; n > 8; bytes += 8, n -= 8) {
        memcpy(&word, bytes, 8);
        h = mix(h, word);
    }
    word = 0;
    memcpy(&word, bytes, n);
    return mix(mix(h, word), n);
}

static inline uint8_t tag_of(uint64_t h)
{
    return (uint8_t)(h >> 57 | 0x80);
}

static bool make_slots(struct intern *t, uint32_t slots)
{
    t->tags = calloc(slots, sizeof *t->tags);
    t->ids = malloc(slots * sizeof *t->ids);
    t->mask = slots - 1;
    if (t->tags && t->ids)
        return true;
    t->s->failed = true;
    return false;
}

bool intern_init(struct intern *t, struct strings *s)
{
    *t = (struct intern){.s = s};
    return make_slots(t, FIRST_SLOTS);
}

void intern_done(struct intern *t)
{
    free(t->tags);
    free(t->ids);
    *t = (struct intern){.s = t->s};
}

/* Twice the slots. Strings are taken in the order they lie in. */
static bool grow(struct intern *t)
{
    struct intern old = *t;
    if (!make_slots(t, (old.mask + 1) * 2)) {
        intern_done(t);
        *t = old;
        return false;
    }
    for (str_id id = 1; id + 1 < t->s->offsets.n; id++) {
        uint64_t h = hash(t, strings_get(t->s, id), strings_len(t->s, id));
        uint32_t at = (uint32_t)h & t->mask;
        while (t->tags[at])
            at = (at + 1) & t->mask;
        t->tags[at] = tag_of(h);
        t->ids[at] = id;
    }
    intern_done(&old);
    return true;
}

static bool append(struct strings *s, const char *bytes, size_t n)
{
    uint64_t *end = vec_add(&s->offsets);
    buf_put(&s->bytes, bytes, n);
    buf_char(&s->bytes, '\0');
    s->failed = !end || s->bytes.failed;
    if (end)
        *end = s->bytes.n;
    return !s->failed;
}

static void take_back(struct strings *s)
{
    s->offsets.n--;
    s->bytes.n = (size_t)*VEC_AT(&s->offsets, uint64_t, s->offsets.n - 1);
}

/* The string is appended while its slot is on the way from memory, and taken back if it was there. */
str_id intern_add(struct intern *t, const char *bytes, size_t n)
{
    struct strings *s = t->s;
    if (s->failed || (s->offsets.n > t->mask / 5 * 4 && !grow(t)))
        return 0;
    uint64_t h = hash(t, bytes, n);
    uint8_t tag = tag_of(h);
    uint32_t at = (uint32_t)h & t->mask;
    __builtin_prefetch(&t->tags[at]);
    if (!append(s, bytes, n))
        return 0;
    for (; t->tags[at]; at = (at + 1) & t->mask) {
        if (t->tags[at] != tag)
            continue;
        str_id id = t->ids[at];
        if (strings_len(s, id) == n && memcmp(strings_get(s, id), bytes, n) == 0) {
            take_back(s);
            return id;
        }
    }
    str_id id = (str_id)(s->offsets.n - 2);
    t->tags[at] = tag;
    t->ids[at] = id;
    return id;
}
