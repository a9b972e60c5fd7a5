/* What the difference between two outcomes is called. */
#ifndef PACT_ENGINE_EFFECTS_H
#define PACT_ENGINE_EFFECTS_H

#include "next.h"
#include "view.h"

struct effect {
    enum boundary_kind kind;
    enum window_turn window;
    struct outcome before, after; /* of the first course seen */
    const struct change *changes;
    size_t n_changes;
    uint32_t act;
};

/* Effects, each once; pairs of outcomes by number that have been looked at. */
struct effects {
    struct clause_view *view;
    struct collected all; /* the outcomes */
    struct effect *items;
    uint32_t n, cap;
    struct effect_pair *pairs;
    uint32_t n_pairs, cap_pairs;
};

/* The number of the effect, from 1; 0: the answer stays the same. Failure is that of the arena. */
uint32_t effect_of(struct effects *e, uint32_t before, uint32_t after);

#endif
