/* One clause by its very id, and a term that it must have. */
#ifndef PACT_LIB_EXACT_H
#define PACT_LIB_EXACT_H

#include "ask.h"

/* The one clause of a prepared question whose only selector is `clause`, an id without globs: the
 * range that begins with it. ST_USAGE where that is a topic, or in several agreements
 * (`several_hint`: how to name one of them). */
enum status exact_clause(const struct asker *k, const char *clause, const char *several_hint,
                         const struct range **ret, struct diags *d) MUST_USE;

/* Has some act of the first clause of the range that term? ST_USAGE, with suggestions, if none. */
enum status exact_term(const struct asker *k, const struct range *r, const char *clause,
                       const char *path, size_t n, struct diags *d) MUST_USE;

#endif
