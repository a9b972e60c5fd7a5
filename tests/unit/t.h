/* What every unit test needs: cmocka with the headers that it wants before it, and a few helpers.
 */
#ifndef PACT_TESTS_T_H
#define PACT_TESTS_T_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ARRAY_COUNT(a) (sizeof(a) / sizeof *(a))

/* A text constant, or an array of characters with a NUL behind, as pointer and length. */
#define LIT(text) (text), (sizeof(text) - 1)

/* A cheap reproducible stream of numbers (xorshift64); the state must not be 0. */
static inline uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

#endif
