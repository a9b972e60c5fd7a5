/* A row of an answer as a list of keys with compact JSON values: what JSON, JSONL, CSV and TSV
 * share. */
#ifndef PACT_RENDER_ROW_H
#define PACT_RENDER_ROW_H

#include "put.h"

typedef void row_field_put(struct buf *b, const struct row *row);

struct row_key {
    const char *name; /* "status" */
    row_field_put *put; /* its value */
};
extern const struct row_key row_keys[];
extern const size_t n_row_keys;

/* The whole row as an object. */
void put_row(struct buf *b, const struct row *row);

/* {"event": id or "day": name; the brace stays open. */
void put_unknown(struct buf *b, const struct image *img, const struct unknown_ref *u);
/* [{"event": id}, {"day": name}] */
void put_unknown_list(struct buf *b, const struct image *img, const struct unknown_ref *u,
                      uint32_t n);
/* "status": … "summary": …, the members of a case behind `when`; no braces. */
void put_case_state(struct buf *b, const struct row *row, const struct answer_case *c);
/* [{…, "by" or "not_by": the row's day}] */
void put_conditions(struct buf *b, const struct row *row, const struct condition *when, uint32_t n);

/* "in_force": also for STATUS_NONE, which is null. */
void put_ends(struct buf *b, const struct image *img, uint32_t act);
/* Parts of a row: a caveat as known on a day, and the sources of an act that are shown. */
void put_caveat(struct buf *b, const struct image *img, const struct caveat_row *c, day_t known);
void put_shown_sources(struct buf *b, const struct setting *s, uint32_t act);

/* A copy of a row that depends, for people: a field that all courses share in which the clause is
 * in force counts as shared, since where it is not in force there is nothing to be said of it. */
struct row row_in_force(const struct row *row);

/* The acts, caveats of a row as text shows them: all that any course has, in order of rows, each
 * once. */
struct index_list {
    const uint32_t *items;
    uint32_t n;
};
struct index_list row_acts(const struct row *row, struct arena *scratch);
struct index_list row_caveats(const struct row *row, struct arena *scratch);

/* Sources that may be shown on day `known`: of a caveat. */
bool source_visible(const struct image *img, uint32_t source, day_t known);

static inline const struct image *row_image(const struct row *row)
{
    return row->setting->image;
}
static inline bool row_differs(const struct row *row, enum row_field f)
{
    return (row->differs & FIELD_BIT(f)) != 0;
}

/* CSV and TSV: a value given as compact JSON, as a cell. Strings lose their quotes, null and [] are
 * empty, lists of strings are joined by ';', all else stays JSON. */
void put_csv_cell(struct buf *out, const char *json, size_t n, struct buf *scratch);
void put_tsv_cell(struct buf *out, const char *json, size_t n, struct buf *scratch);

#endif
