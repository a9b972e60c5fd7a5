#include "places.h"

#include <stdlib.h>

#include "order.h"

void places_init(struct places *p, struct vec *rows)
{
    *p = (struct places){.rows = rows};
}

void places_done(struct places *p)
{
    free(p->place);
    p->place = NULL;
}

bool places_spread(struct places *p)
{
    size_t n = p->rows->n;
    uint32_t *place = p->failed ? NULL : malloc((n + 1) * sizeof *place);
    if (!place) {
        p->failed = true;
        return false;
    }
    for (uint32_t i = 0; i < n; i++)
        place[i] = i < p->next ? i : UINT32_MAX;
    p->place = place;
    return true;
}

void places_apply(struct places *p)
{
    uint32_t kept = p->next;
    if (!p->failed && p->place) {
        for (size_t i = 0; i < p->rows->n; i++)
            if (p->place[i] == UINT32_MAX)
                p->place[i] = p->next++;
        order_place(p->rows->data, p->rows->size, p->place, p->rows->n);
    }
    p->rows->n = kept;
    places_done(p);
}
