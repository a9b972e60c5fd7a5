/* Tables of `pact list`: what the cells are made of. */
#ifndef PACT_LIB_LIST_H
#define PACT_LIB_LIST_H

#include "lib.h"

/* One table in the making. */
struct listing {
    const struct image *img;
    const struct agreement_row *agreement;
    struct arena arena; /* texts of cells */
    const char *match;
    size_t match_n;
    struct table_render *table;
    size_t rows;
};

/* The name of a row. */
typedef str_id name_fn(const struct image *img, uint32_t row);

str_id party_name(const struct image *img, uint32_t row);
str_id source_name(const struct image *img, uint32_t row);
str_id event_name(const struct image *img, uint32_t row);

/* Cells: null for what is absent. Texts are those of the image, or in the listing's arena. */
struct cell str_cell(const struct listing *l, str_id id);
struct cell word_cell(const char *word);
struct cell day_cell(day_t d);
struct cell pdate_cell(pdate d);
struct cell count_cell(struct listing *l, uint32_t n);
struct cell names_cell(struct listing *l, struct span refs, name_fn *name);
/* The parties of an agreement are rows of their own, not references. */
struct cell parties_cell(struct listing *l, struct span rows);
/* A day, or a window as FIRST..LAST; null for an event that is open. */
struct cell occurred_cell(struct listing *l, const struct event_row *e);
/* A bound in short: "2031-01-01", "closing+90d", "first_of(closing, 2035-01-01)". */
struct cell bound_cell(struct listing *l, bound_ref ref);

#endif
