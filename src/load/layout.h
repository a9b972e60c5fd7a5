/* From records to an image: rows in canonical order, strings in the order of the rows. */
#ifndef PACT_LOAD_LAYOUT_H
#define PACT_LOAD_LAYOUT_H

#include "loader.h"

/* The records that are no rows yet become rows of the builder. False when memory is out, as below.
 */
bool layout_named(struct loader *l);
/* Brings acts, and all that hangs on them, into canonical order in place. act_order is used up. */
bool layout_rows(struct loader *l, struct vec *act_order);
/* Replaces the table of strings by one in which they are numbered as the rows name them first. */
bool renumber_strings(struct loader *l);

#endif
