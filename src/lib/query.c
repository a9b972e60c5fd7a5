/* The answer to a prepared question: clause by clause, engine_answer ──row_passes──▶ render. Memory
 * is constant in the size of the answer, as rows live only until the next clause; and, where the
 * question names nothing, in the size of the corpus: agreements live only until the one after the
 * next. */
#include "ask.h"
#include "skim.h"

struct answer {
    struct asker *asker;
    struct query_render *render; /* NULL: nothing is written */
    struct query_tally tally;
    bool certain, depends;
};

void tally_status(struct query_tally *t, enum answer_status status)
{
    switch (status) {
    case STATUS_IN_FORCE:
        t->in_force++;
        break;
    case STATUS_DEPENDS:
        t->depends++;
        break;
    case STATUS_SUSPENDED:
        t->suspended++;
        break;
    case STATUS_ENDED:
        t->ended++;
        break;
    case STATUS_NOT_YET:
    case STATUS_NONE:
        t->not_yet++;
        break;
    }
}

static void take_row(struct answer *an, const struct row *row)
{
    struct filter filter = an->asker->asked.filter;
    const bool shown = row_passes(row, &filter);
    filter.all = true;
    if (!shown && !row_passes(row, &filter))
        return;
    tally_status(&an->tally, row->status);
    an->tally.hidden += !shown;
    an->tally.rows += shown;
    if (!shown)
        return;
    an->certain |= row->applies == APPLIES_YES;
    an->depends |= row->applies == APPLIES_DEPENDS;
    if (an->render != NULL)
        render_query_row(an->render, row);
}

/* Is there no need to go on? */
static bool enough(const struct answer *an, const struct writer *w)
{
    return (an->render == NULL && an->certain) || (w != NULL && w->error != 0);
}

static enum status take_clauses(struct answer *an, const struct setting *setting,
                                struct span clauses, struct writer *w)
{
    for (uint32_t i = 0; i < clauses.n && !enough(an, w); i++) {
        const struct row *rows = NULL;
        size_t n = 0;
        arena_clear(&an->asker->rows);
        const enum status status =
            engine_answer(setting, clauses.first + i, &an->asker->rows, &rows, &n);
        if (status != ST_OK)
            return status;
        for (size_t k = 0; k < n; k++)
            take_row(an, &rows[k]);
        if (w != NULL && !writer_pass(w))
            break; /* writer_end says what was wrong */
    }
    return ST_OK;
}

static enum status take_selected(struct answer *an, struct writer *w)
{
    const struct selection *s = &an->asker->selection;
    enum status status = ST_OK;
    for (size_t i = 0; i < s->ranges.n && status == ST_OK && !enough(an, w); i++) {
        const struct range *r = selection_at(s, i);
        status = take_clauses(an, an->asker->settings[r->ordinal], r->clauses, w);
    }
    return status;
}

/* Does nothing of an agreement count in which nothing is in force? What is written counts it. */
static bool skims(const struct answer *an)
{
    const struct asked *asked = &an->asker->asked;
    return an->render == NULL && !asked->filter.all && asked->question.signed_on == DAY_NONE;
}

/* The agreement before the one at hand is still held, because a renderer tells by its image whether
 * a row is of the same agreement as the last. */
static enum status take_whole(struct answer *an, struct writer *w, struct diags *d)
{
    struct asker *k = an->asker;
    struct held held[2] = {{0}};
    struct skimmer skim = {0};
    enum status status = skims(an) && !skim_begin(&skim, k) ? ST_NOMEM : ST_OK;
    for (size_t i = 0; i < k->corpus->n_agreements && status == ST_OK && !enough(an, w); i++) {
        if (skim_passes(&skim, i))
            continue;
        struct held *now = &held[i % 2];
        struct setting setting;
        held_release(now);
        corpus_hold(k->corpus, i, now);
        status = ask_open(k, now, &setting, d);
        if (status == ST_OK)
            status = take_clauses(an, &setting, now->image->agreements[now->row].clauses, w);
    }
    held_release(&held[0]);
    held_release(&held[1]);
    skim_end(&skim);
    return status == ST_OK ? corpus_fault(k->corpus, d) : status;
}

enum status ask_answer(struct asker *k, const struct style *style, struct writer *w,
                       struct pact_outcome *ret, struct diags *d)
{
    struct query_render render;
    struct answer an = {.asker = k, .render = w != NULL ? &render : NULL};
    if (w != NULL && !digest_if_shown(k->corpus, style, &k->head.digest))
        return ST_NOMEM;
    if (w != NULL)
        render_query_begin(&render, style, &k->head, &w->buf);
    enum status status = k->whole ? take_whole(&an, w, d) : take_selected(&an, w);
    if (w != NULL && status == ST_OK)
        render_query_end(&render, &an.tally);
    if (w != NULL)
        render_query_done(&render);
    *ret = (struct pact_outcome){
        .exit_code = an.certain   ? PACT_EXIT_YES
                     : an.depends ? PACT_EXIT_DEPENDS
                                  : PACT_EXIT_NO,
        .results = an.tally.rows,
        .known_after_record = k->head.known_after_record,
    };
    return status;
}

static enum status query(struct asker *k, const struct pact_question *question,
                         const struct pact_output *out, struct pact_outcome *ret, struct diags *d)
{
    enum status status = format_check(out, FORMATS_COMMON, "an answer", d);
    if (status == ST_OK)
        status = ask_prepare_answer(k, question, out->sink != NULL, d);
    if (status != ST_OK)
        return status;
    const struct style style = style_of(&out->style);
    struct writer w;
    writer_init(&w, out);
    status = ask_answer(k, &style, out->sink != NULL ? &w : NULL, ret, d);
    return writer_end(&w, status, d);
}

enum pact_status pact_query(const struct pact_corpus *corpus, const struct pact_question *question,
                            const struct pact_output *out, struct pact_outcome *ret_outcome,
                            struct pact_diags *diags)
{
    struct asker k;
    struct pact_outcome outcome;
    enum status status = ST_NOMEM;
    if (asker_init(&k, corpus))
        status = query(&k, question, out, &outcome, &diags->d);
    asker_done(&k);
    if (status == ST_OK)
        *ret_outcome = outcome;
    return api_status(status, &diags->d);
}
