#include "skim.h"

bool skim_begin(struct skimmer *s, const struct asker *k)
{
    const struct pact_corpus *c = k->corpus;
    s->question = &k->asked.question;
    const bool good = outlines_open(&s->outlines, c, false);
    for (size_t i = 0; i < c->n_parts && good; i++)
        part_note(&c->parts[i], s->outlines.parts[i].fault);
    return good;
}

void skim_end(struct skimmer *s)
{
    outlines_close(&s->outlines);
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
    if (s->outlines.parts == NULL)
        return false;
    const struct agreement_at at = corpus_agreement(s->outlines.corpus, ordinal);
    struct part *p = &s->outlines.corpus->parts[at.part];
    if (p->file == NULL || atomic_load(&p->fault) != NULL)
        return false;
    const struct outline_of *of = outlines_go(&s->outlines, at);
    part_note(p, of->fault);
    return of->fault == NULL && all_is_over(&of->r, s->question);
}
