/* The lines that diagnostics are about. */
#ifndef PACT_LOAD_EXCERPT_H
#define PACT_LOAD_EXCERPT_H

#include "loader.h"

/* Fills in the excerpts of the diagnostics, which are sorted, by reading their files again. What
 * cannot be read (any more) has none. */
void excerpts_add(struct loader *l);

#endif
