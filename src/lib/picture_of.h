/* The formats of `timeline` that are drawn: text, svg, html and mermaid. */
#ifndef PACT_LIB_PICTURE_OF_H
#define PACT_LIB_PICTURE_OF_H

#include "ask.h"

/* Draws the clauses of a prepared question, whose date is the period to be drawn, in style->format
 * (one of these four), with `asked` marked (DAY_NONE: no day). The page shows that day
 * first; else the first of the period. *ret_rows: how many clauses there are. */
enum status picture_write(struct asker *k, const struct style *style, day_t asked, struct writer *w,
                          size_t *ret_rows) MUST_USE;

#endif
