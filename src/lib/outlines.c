#include "outlines.h"

#include <stdlib.h>

bool outlines_open(struct outlines *o, const struct pact_corpus *c, bool wants_ids)
{
    *o = (struct outlines){c, calloc(c->n_parts, sizeof *o->parts)};
    for (size_t i = 0; i < c->n_parts && o->parts != NULL; i++) {
        struct outline_of *of = &o->parts[i];
        if (c->parts[i].file != NULL)
            of->fault = outline_open(&of->r, c->parts[i].file);
        of->r.wants_ids = wants_ids;
    }
    return o->parts != NULL;
}

void outlines_close(struct outlines *o)
{
    for (size_t i = 0; o->parts != NULL && i < o->corpus->n_parts; i++)
        outline_close(&o->parts[i].r);
    free(o->parts);
    o->parts = NULL;
}

struct outline_of *outlines_go(struct outlines *o, struct agreement_at at)
{
    struct outline_of *of = &o->parts[at.part];
    while (of->r.row <= at.row && of->fault == NULL)
        of->fault = outline_agreement(&of->r);
    return of;
}
