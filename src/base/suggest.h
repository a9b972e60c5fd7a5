/* "did you mean": up to three candidates near to a mistyped word. */
#ifndef PACT_BASE_SUGGEST_H
#define PACT_BASE_SUGGEST_H

#include <stddef.h>
#include <stdint.h>

#define SUGGEST_MAX 3
#define SUGGEST_BAG 64
#define SUGGEST_LONGEST 512 /* bytes; an id has no more */

struct suggest {
    const char *word;
    size_t n;
    struct {
        char text[SUGGEST_LONGEST];
        size_t n;
        unsigned cost;
    } best[SUGGEST_MAX]; /* nearest first; ties in byte order */
    size_t count;
    uint16_t bag[SUGGEST_BAG]; /* how often the word has each byte, modulo SUGGEST_BAG */
};

void suggest_init(struct suggest *s, const char *word, size_t n);
/* Offers a candidate, of which as much is kept as an id may have. Distance is Damerau-Levenshtein
 * (adjacent swaps count one); kept when within 1/3 of the longer word, or when the word is a part
 * of it delimited by '.', '-' or its ends, and not twice. */
void suggest_offer(struct suggest *s, const char *candidate, size_t n);

#endif
