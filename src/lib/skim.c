#include "skim.h"

#include <stdlib.h>

bool skim_begin(struct skimmer *s, const struct asker *k)
{
    const struct pact_corpus *c = k->corpus;
    *s = (struct skimmer){.corpus = c, .question = &k->asked.question};
    s->readers = calloc(c->n_parts + 1, sizeof *s->readers);
    for (size_t i = 0; i < c->n_parts && s->readers != NULL; i++)
        if (c->parts[i].file != NULL)
            part_note(&c->parts[i], outline_open(&s->readers[i], c->parts[i].file));
    return s->readers != NULL;
}

void skim_end(struct skimmer *s)
{
    for (size_t i = 0; s->readers != NULL && i < s->corpus->n_parts; i++)
        outline_close(&s->readers[i]);
    free(s->readers);
}

/* Is nothing in force of the agreement that the reader has come to? Its own line says it. */
static bool all_is_over(const struct outline_reader *r, const struct question *q)
{
    enum line_value value;
    return (q->known == DAY_NONE || q->known == r->record) &&
           line_is_steady(r->steps.data, r->steps.n, q->first, q->last, &value) && value == LINE_NO;
}

bool skim_passes(struct skimmer *s, size_t ordinal)
{
    if (s->readers == NULL)
        return false;
    const struct agreement_at at = corpus_agreement(s->corpus, ordinal);
    struct part *p = &s->corpus->parts[at.part];
    struct outline_reader *r = &s->readers[at.part];
    const char *fault = NULL;
    if (p->file == NULL || atomic_load(&p->fault) != NULL)
        return false;
    while (r->row <= at.row && fault == NULL)
        fault = outline_agreement(r);
    part_note(p, fault);
    return fault == NULL && all_is_over(r, s->question);
}
