/* When a clause is in force, and nothing else: see outline.h. */
#ifndef PACT_ENGINE_LINE_H
#define PACT_ENGINE_LINE_H

#include "engine.h"
#include "outline.h"

/* A lines_fn: as known on the record date, with nothing assumed. A clause that depends or is
 * suspended is one that has to be asked. */
bool engine_lines(const struct image *one, struct lines *ret);

#endif
