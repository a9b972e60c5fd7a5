/* A small memory of short strings in front of the table of all: a corpus is mostly made of the same
 * few dozen names and values. */
#ifndef PACT_LOAD_WORDS_H
#define PACT_LOAD_WORDS_H

#include "image_build.h"

#define WORDS_BITS 10
#define WORDS_MAX (1U << WORDS_BITS)
#define WORD_BYTES 16 /* longer ones go to the table at once */

/* A string of up to 16 bytes is told by its length, its first and its last eight bytes. */
struct word {
    uint64_t head, tail;
    str_id id; /* 0: free */
    uint8_t n;
    uint8_t forms; /* which forms of ids it is known to have, 1 << form */
};

struct words_seen {
    struct word slots[WORDS_MAX];
};

/* The slot for a string, which holds it or another or nothing; NULL if the string is too long. */
static inline struct word *word_slot(struct words_seen *w, const char *text, size_t n,
                                     struct word *ret_key)
{
    uint64_t head = 0, tail = 0;
    uint32_t a, b;
    if (n > WORD_BYTES)
        return NULL;
    if (n >= 8) {
        memcpy(&head, text, 8);
        memcpy(&tail, text + n - 8, 8);
    } else if (n >= 4) {
        memcpy(&a, text, 4);
        memcpy(&b, text + n - 4, 4);
        head = (uint64_t)b << 32 | a;
    } else if (n > 0) {
        head = (unsigned char)text[0] | (uint64_t)(unsigned char)text[n / 2] << 8 |
               (uint64_t)(unsigned char)text[n - 1] << 16;
    }
    *ret_key = (struct word){.head = head, .tail = tail, .n = (uint8_t)n};
    uint64_t h = (head ^ (tail + n) * 0xD6E8FEB86659FD93U) * 0x9E3779B97F4A7C15U;
    return &w->slots[h >> (64 - WORDS_BITS)];
}

static inline bool word_is(const struct word *slot, const struct word *key)
{
    return slot->id != 0 && slot->head == key->head && slot->tail == key->tail && slot->n == key->n;
}

#endif
