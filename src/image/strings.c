/* Strings, each kept once: bytes in a row with a NUL behind each, an array of offsets, and a hash
 * table with open addressing. A slot has the hash beside the id, so that a string that is not there
 * is nearly always told from those that are without looking at them: a large corpus is mostly
 * strings seen once, and each look is a cache miss. The seed keeps hostile corpora from choosing
 * their collisions. */
#include <stdlib.h>

#include "image_build.h"

#define FIRST_SLOTS 1024U

static uint64_t mix(uint64_t h)
{
    h ^= h >> 32;
    h *= 0x9E3779B97F4A7C15U;
    h ^= h >> 29;
    return h;
}

static uint32_t hash(const struct strings *s, const char *bytes, size_t n)
{
    uint64_t h = s->seed ^ (n * 0xD6E8FEB86659FD93U);
    uint64_t word;
    for (; n >= 8; bytes += 8, n -= 8) {
        memcpy(&word, bytes, 8);
        h = mix(h ^ word);
    }
    word = 0;
    memcpy(&word, bytes, n);
    return (uint32_t)mix(mix(h ^ word));
}

/* The address of a heap block differs from run to run; ids do not depend on the seed. */
static uint64_t some_seed(const void *p)
{
    return mix((uint64_t)(uintptr_t)p ^ 0xA0761D6478BD642FU);
}

bool strings_init(struct strings *s)
{
    *s = (struct strings){0};
    vec_init(&s->offsets, sizeof(uint64_t));
    buf_init(&s->bytes, 0);
    s->slots = calloc(FIRST_SLOTS, sizeof *s->slots);
    uint64_t *zero = vec_grow(&s->offsets, 2);
    buf_char(&s->bytes, '\0'); /* string 0 is "": where absent ids lead */
    if (!s->slots || !zero || s->bytes.failed) {
        strings_done(s);
        s->failed = true;
        return false;
    }
    zero[1] = 1;
    s->mask = FIRST_SLOTS - 1;
    s->seed = some_seed(s->slots);
    return true;
}

void strings_done(struct strings *s)
{
    vec_done(&s->offsets);
    buf_done(&s->bytes);
    free(s->slots);
    *s = (struct strings){0};
}

const char *strings_get(const struct strings *s, str_id id)
{
    return s->bytes.data + *VEC_AT(&s->offsets, uint64_t, id);
}

size_t strings_len(const struct strings *s, str_id id)
{
    const uint64_t *at = VEC_AT(&s->offsets, uint64_t, id);
    return (size_t)(at[1] - at[0] - 1);
}

static bool grow_slots(struct strings *s)
{
    uint32_t mask = s->mask * 2 + 1;
    struct string_slot *slots = calloc((size_t)mask + 1, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i <= s->mask; i++) {
        if (!s->slots[i].id)
            continue;
        uint32_t at = s->slots[i].hash & mask;
        while (slots[at].id)
            at = (at + 1) & mask;
        slots[at] = s->slots[i];
    }
    free(s->slots);
    s->slots = slots;
    s->mask = mask;
    return true;
}

static str_id append(struct strings *s, struct string_slot *slot, uint32_t h, const char *bytes,
                     size_t n)
{
    uint64_t *end = vec_add(&s->offsets);
    if (!end) {
        s->failed = true;
        return 0;
    }
    buf_put(&s->bytes, bytes, n);
    buf_char(&s->bytes, '\0');
    if (s->bytes.failed) {
        s->offsets.n--;
        s->failed = true;
        return 0;
    }
    *end = s->bytes.n;
    str_id id = (str_id)(s->offsets.n - 2);
    *slot = (struct string_slot){h, id};
    return id;
}

str_id strings_add(struct strings *s, const char *bytes, size_t n)
{
    if (s->failed)
        return 0;
    if (s->offsets.n > s->mask / 4 * 3 && !grow_slots(s)) {
        s->failed = true;
        return 0;
    }
    uint32_t h = hash(s, bytes, n);
    struct string_slot *slot = &s->slots[h & s->mask];
    for (; slot->id; slot = slot == &s->slots[s->mask] ? s->slots : slot + 1)
        if (slot->hash == h && strings_len(s, slot->id) == n &&
            memcmp(strings_get(s, slot->id), bytes, n) == 0)
            return slot->id;
    return append(s, slot, h, bytes, n);
}
