/* A loaded corpus as text, for tests: all that it says, row by row, but not where it stands (files
 * and lines). Equal texts: equal corpora, in equal order. */
#ifndef PACT_TESTS_LOAD_DUMP_H
#define PACT_TESTS_LOAD_DUMP_H

#include "buf.h"
#include "image.h"

void load_dump(const struct image *img, struct buf *out);

#endif
