/* Open addressing with a byte of the hash for each slot beside the ids. Most strings that come here
 * are new (the frequent ones are remembered in words.h), and for those a look at the bytes of
 * hashes is all it takes: no id, offset or string far away is touched in vain.
 *
 * Short strings, above all numbers, come again and again, and each time another one: they are their
 * own keys in a table of their own, so that one look is enough. */
#include "intern.h"

#include <stdlib.h>

#include "short.h"

#define FIRST_SLOTS 1024U
#define SHORT 7U /* bytes that fit into a key beside their count */

static inline uint64_t mix(uint64_t h, uint64_t word)
{
    h = (h ^ word) * 0x9E3779B97F4A7C15U;
    return h ^ h >> 29;
}

/* Of a string of eight bytes or more: the last eight may overlap those before. */
static inline uint64_t hash(const struct intern *t, const char *bytes, size_t n)
{
    uint64_t h = t->s->seed ^ n;
    for (; n > 8; bytes += 8, n -= 8)
        h = mix(h, eight_bytes(bytes));
    return mix(h, eight_bytes(bytes + n - 8));
}

/* Where to look in a table, before it is cut to its size: bits that hang on all of the string. */
static inline uint32_t place_of(uint64_t h)
{
    return (uint32_t)(h >> 20);
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
    *t = (struct intern){.s = s, .short_mask = FIRST_SLOTS - 1};
    t->shorts = calloc(FIRST_SLOTS, sizeof *t->shorts);
    if (!t->shorts)
        s->failed = true;
    return make_slots(t, FIRST_SLOTS) && t->shorts;
}

void intern_done(struct intern *t)
{
    free(t->tags);
    free(t->ids);
    free(t->shorts);
    *t = (struct intern){.s = t->s};
}

/* Twice the slots. Strings are taken in the order they lie in. */
static bool grow(struct intern *t)
{
    struct intern old = *t;
    if (!make_slots(t, (old.mask + 1) * 2)) {
        free(t->tags);
        free(t->ids);
        *t = old;
        return false;
    }
    for (str_id id = 1; id + 1 < t->s->offsets.n; id++) {
        if (strings_len(t->s, id) <= SHORT)
            continue;
        uint64_t h = hash(t, strings_get(t->s, id), strings_len(t->s, id));
        uint32_t at = place_of(h) & t->mask;
        while (t->tags[at])
            at = (at + 1) & t->mask;
        t->tags[at] = tag_of(h);
        t->ids[at] = id;
    }
    free(old.tags);
    free(old.ids);
    return true;
}

/* ---- short strings ---- */

static struct short_slot *find_short(struct short_slot *slots, uint32_t mask, uint64_t seed,
                                     uint64_t key)
{
    uint32_t at = place_of(mix(seed, key)) & mask;
    while (slots[at].key != 0 && slots[at].key != key)
        at = (at + 1) & mask;
    return &slots[at];
}

static bool grow_shorts(struct intern *t)
{
    uint32_t mask = t->short_mask * 2 + 1;
    struct short_slot *slots = calloc((size_t)mask + 1, sizeof *slots);
    if (!slots) {
        t->s->failed = true;
        return false;
    }
    for (uint32_t i = 0; i <= t->short_mask; i++)
        if (t->shorts[i].key != 0)
            *find_short(slots, mask, t->s->seed, t->shorts[i].key) = t->shorts[i];
    free(t->shorts);
    t->shorts = slots;
    t->short_mask = mask;
    return true;
}

/* The bytes as a number, and how many they are. */
static inline uint64_t short_key(const char *bytes, size_t n)
{
    const unsigned char *b = (const unsigned char *)bytes;
    uint64_t key = 0;
    if (n >= 4)
        key = four_bytes(bytes) | (uint64_t)four_bytes(bytes + n - 4) << 8 * (n - 4);
    else if (n > 0)
        key = b[0] | (uint64_t)b[n / 2] << 8 * (n / 2) | (uint64_t)b[n - 1] << 8 * (n - 1);
    return key << 8 | (n + 1);
}

static bool append(struct strings *s, const char *bytes, size_t n)
{
    uint64_t *end = vec_push(&s->offsets);
    buf_put(&s->bytes, bytes, n);
    buf_char(&s->bytes, '\0');
    s->failed = !end || s->bytes.failed;
    if (end)
        *end = s->bytes.n;
    return !s->failed;
}

static str_id last_id(const struct strings *s)
{
    return (str_id)(s->offsets.n - 2);
}

static str_id add_short(struct intern *t, const char *bytes, size_t n)
{
    const uint64_t key = short_key(bytes, n);
    if (t->n_short > t->short_mask / 8 * 5 && !grow_shorts(t))
        return 0;
    struct short_slot *slot = find_short(t->shorts, t->short_mask, t->s->seed, key);
    if (slot->key == key)
        return slot->id;
    if (!append(t->s, bytes, n))
        return 0;
    t->n_short++;
    *slot = (struct short_slot){key, last_id(t->s)};
    return slot->id;
}

static str_id add_long(struct intern *t, const char *bytes, size_t n)
{
    struct strings *s = t->s;
    if (t->n_long > t->mask / 5 * 4 && !grow(t))
        return 0;
    uint64_t h = hash(t, bytes, n);
    uint8_t tag = tag_of(h);
    uint32_t at = place_of(h) & t->mask;
    for (; t->tags[at]; at = (at + 1) & t->mask) {
        if (t->tags[at] != tag)
            continue;
        str_id id = t->ids[at];
        if (strings_len(s, id) == n && memcmp(strings_get(s, id), bytes, n) == 0)
            return id;
    }
    if (!append(s, bytes, n))
        return 0;
    t->n_long++;
    t->tags[at] = tag;
    t->ids[at] = last_id(s);
    return t->ids[at];
}

str_id intern_add(struct intern *t, const char *bytes, size_t n)
{
    if (t->s->failed)
        return 0;
    return n <= SHORT ? add_short(t, bytes, n) : add_long(t, bytes, n);
}
