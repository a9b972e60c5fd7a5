/* Fields of answers, and of the corpus, in few words: what stands on either side of a difference.
 */
#ifndef PACT_RENDER_FIELD_TEXT_H
#define PACT_RENDER_FIELD_TEXT_H

#include "say.h"

/* What people read of a JSON value: a word, a list of words, or as it is. */
void put_plain(struct buf *text, const struct buf *json);
/* "acme, globex" from ["acme","globex"]. */
void say_ids(struct say *s, const struct buf *json);
/* The end that an act states: "through 2030-12-31, or agi-verified"; IMAGE_NONE: "none". */
void say_end_stated(struct say *s, const struct image *img, uint32_t act);
/* A field of a row by its name in JSON: "in force", "Microsoft", "2 cases". */
void say_row_field(struct say *s, const struct row *row, const char *field);

#endif
