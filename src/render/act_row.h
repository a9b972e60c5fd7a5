/* An act of a history as a list of keys with compact JSON values: what the formats of `show` share.
 */
#ifndef PACT_RENDER_ACT_ROW_H
#define PACT_RENDER_ACT_ROW_H

#include "put.h"

typedef void act_field_put(struct buf *b, const struct image *img, uint32_t act);

struct act_key {
    const char *name;
    act_field_put *put;
};
extern const struct act_key act_keys[];
extern const size_t n_act_keys;

/* A clause as an object, with its history. */
void put_clause_history(struct buf *b, const struct image *img, uint32_t clause);

/* Visits the unknown days below a bound. */
typedef void unknown_visit(void *ctx, uint32_t unknown);
void bound_unknowns(const struct image *img, bound_ref ref, unknown_visit *visit, void *ctx);

#endif
