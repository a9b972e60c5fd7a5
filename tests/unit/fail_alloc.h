/* Makes allocations fail on purpose. A program that uses it is linked with
 * -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc; what the C library allocates for itself is left
 * alone. The usual loop:
 *
 *     for (size_t k = 1;; k++) {
 *         fail_alloc_at(k, sticky);
 *         ... the work, into `status` ...
 *         const bool reached = fail_alloc_count() >= k;
 *         fail_alloc_off();
 *         ... if reached, the work has failed cleanly; if not, it has succeeded: break ...
 *     }
 */
#ifndef PACT_TESTS_FAIL_ALLOC_H
#define PACT_TESTS_FAIL_ALLOC_H

#include <stdbool.h>
#include <stddef.h>

/* The k-th allocation from now on (1 is the next) returns NULL; if `sticky`, all after it too.
 * k 0 lets all succeed, and counts them. */
void fail_alloc_at(size_t k, bool sticky);

/* Everything succeeds again. Leaves the count as it is. */
void fail_alloc_off(void);

/* How many allocations were asked for since fail_alloc_at, up to fail_alloc_off. */
size_t fail_alloc_count(void);

#endif
