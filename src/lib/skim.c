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

/* Is no clause of the agreement that the reader is at in force? */
static const char *all_is_over(struct outline_reader *r, const struct question *q, bool *ret)
{
    enum line_value value;
    *ret = q->known == DAY_NONE || q->known == r->record;
    while (*ret && r->left > 0) {
        const char *fault = outline_clause(r);
        if (fault != NULL)
            return fault;
        *ret = line_is_steady(r->steps.data, r->steps.n, q->first, q->last, &value) &&
               value == LINE_NO;
    }
    return NULL;
}

bool skim_passes(struct skimmer *s, size_t ordinal)
{
    if (s->readers == NULL)
        return false;
    const struct agreement_at at = corpus_agreement(s->corpus, ordinal);
    struct part *p = &s->corpus->parts[at.part];
    struct outline_reader *r = &s->readers[at.part];
    bool over = false;
    const char *fault = NULL;
    if (p->file == NULL || atomic_load(&p->fault) != NULL)
        return false;
    while (r->row <= at.row && fault == NULL)
        fault = outline_agreement(r);
    if (fault == NULL)
        fault = all_is_over(r, s->question, &over);
    part_note(p, fault);
    return fault == NULL && over;
}
