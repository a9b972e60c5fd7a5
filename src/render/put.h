/* Compact JSON pieces, appended to a buf as runs of bytes: the hot path of every machine format.
 * Commas and braces between pieces are the caller's. What is written here is compact; people's JSON
 * is made from it by indent_json. */
#ifndef PACT_RENDER_PUT_H
#define PACT_RENDER_PUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "engine.h"
#include "image.h"

/* A literal without a strlen at run time. */
#define PUT(b, literal) buf_put((b), "" literal, sizeof(literal) - 1)

/* A JSON string of valid UTF-8; control characters, DEL and U+2028/2029 are escaped. */
void put_string(struct buf *b, const char *bytes, size_t n);
/* A NUL-terminated text of any bytes (arguments of users): what is not UTF-8 becomes U+FFFD. NULL:
 * null. */
void put_argument(struct buf *b, const char *text);
/* A string of the image; 0 (absent) is null. */
void put_str(struct buf *b, const struct image *img, str_id id);
/* A word of ours, which needs no escapes; NULL is null. */
void put_word(struct buf *b, const char *word);
void put_bool(struct buf *b, bool value);
void put_day(struct buf *b, day_t d);            /* DAY_NONE, DAY_NEVER: null */
void put_pdate(struct buf *b, pdate d);          /* as written; none is null */
void put_offset(struct buf *b, struct offset o); /* "90d"; none is null */
/* {"from": first, "through": last}, or the day itself as a string where they are equal and not
 * `always`. */
void put_span_of_days(struct buf *b, day_t first, day_t last, bool always);

/* A bound as the corpus writes it; IMAGE_NONE is null. */
void put_bound(struct buf *b, const struct image *img, bound_ref ref);
/* What `through` says: a day, "open", or null. */
void put_through(struct buf *b, const struct act_row *act);

/* Ids of parties, sources, clauses …: ["a","b"]. */
void put_party_ids(struct buf *b, const struct image *img, struct span refs);
void put_source_ids(struct buf *b, const struct image *img, struct span refs);

/* Term rows that are not neighbours come as a list of their indices. */
struct term_list {
    const uint32_t *rows; /* NULL: rows first, first + 1, … */
    uint32_t first, n;
};
static inline uint32_t term_list_at(const struct term_list *l, uint32_t i)
{
    return l->rows != NULL ? l->rows[i] : l->first + i;
}
void put_terms(struct buf *b, const struct image *img, struct term_list terms);
/* {"dotted.path": "undisclosed" | "unstated"}, also of what is inside lists and maps. */
void put_absent(struct buf *b, const struct image *img, struct term_list terms);
/* {"dotted.path": {"value", "source", "announced"}} of the figures visible on day `known`. */
void put_reported(struct buf *b, const struct image *img, struct term_list terms, day_t known);
/* One value; absent ones are null. */
void put_value(struct buf *b, const struct image *img, uint32_t term);

/* A term as one value, so that a string is never taken for an absence: {"value": …}, or {"absent":
 * …, "reported": …}. */
void put_term(struct buf *b, const struct image *img, uint32_t term, day_t known);

/* The day from which a reported figure dates, as written: its own, else its source's. */
pdate reported_announced(const struct image *img, const struct reported_row *r);

/* Visits every leaf below some terms: scalars, absent values, empty lists and maps, and, if
 * `whole_lists`, lists of scalars as one leaf. `path` is the dotted path, valid during the call. */
typedef void term_visit(void *ctx, const struct buf *path, uint32_t term);
void term_walk(const struct image *img, struct term_list terms, bool whole_lists, struct buf *path,
               term_visit *visit, void *ctx);

/* Compact JSON written out over lines for people, as if begun at `depth`; what is short and flat
 * stays on one line. No line feed at the end. */
void indent_json(struct buf *out, const char *json, size_t n, size_t depth);

#endif
