/* Where rows stand, for the checks that come after reading: two bytes a row, since nearly every
 * place is few lines and columns from the line of the record it belongs to; what does not fit
 * stands in a list of its own. */
#ifndef PACT_LOAD_MARKS_H
#define PACT_LOAD_MARKS_H

#include "bytes.h"
#include "vec.h"

struct marks {
    struct vec near; /* uint16_t, a row each */
    struct vec far;  /* struct far_mark, by row */
};

void marks_init(struct marks *m);
void marks_done(struct marks *m);
bool marks_failed(const struct marks *m);

/* The place of the next row, whose record stands on `base_line`. */
void marks_add(struct marks *m, uint32_t base_line, struct spot at);

/* The place of a row, given the same base_line. That line, without a column, for rows beyond. */
struct spot marks_at(const struct marks *m, uint32_t row, uint32_t base_line);

#endif
