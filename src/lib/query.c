/* The answer to a prepared question: clause by clause, engine_answer ──row_passes──▶ render. Memory
 * is constant in the size of the answer, as rows live only until the next clause. */
#include "answer.h"

/* So much room from the first: a few rows fill it. */
#define ROOM ((size_t)8000)

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

/* Counts a row that has passed the filters. */
static void count(struct answer *an, enum answer_status status, enum answer_applies applies,
                  bool shown)
{
    tally_status(&an->tally, status);
    an->tally.hidden += !shown;
    an->tally.rows += shown;
    if (!shown)
        return;
    an->certain |= applies == APPLIES_YES;
    an->depends |= applies == APPLIES_DEPENDS;
}

static void take_row(struct answer *an, const struct row *row)
{
    struct filter filter = an->asker->asked.filter;
    const bool shown = row_passes(row, &filter);
    filter.all = true;
    if (!shown && !row_passes(row, &filter))
        return;
    count(an, row->status, row->applies, shown);
    if (shown && an->render != NULL)
        render_query_row(an->render, row);
}

/* ---- rows of questions before ---- */

/* A question of one day, without filters, in JSON on a line: then a row's text hangs on nothing
 * beside its setting and stretch of days. */
static struct kept_rows *kept_for(struct asker *k, const struct query_render *render)
{
    const struct filter *f = &k->asked.filter;
    const bool fits = k->keeps_rows && render != NULL && !k->streams && !k->asked.question.period &&
                      render->style.format == FORMAT_JSON && !render->style.pretty &&
                      f->party == NULL && f->holder == NULL && f->obligor == NULL &&
                      f->kind == KIND_NONE && f->n_where == 0;
    return fits ? &k->kept_rows : NULL;
}

static bool take_kept(struct answer *an, uint32_t clause)
{
    const struct asked *asked = &an->asker->asked;
    const struct kept_row *r = kept_rows_find(an->kept, an->before, an->agreement, clause,
                                              asked->question.first, asked->filter.all);
    an->before = r;
    if (r == NULL)
        return false;
    count(an, r->status, r->applies, r->shown);
    if (r->shown) {
        render_query_join(an->render);
        buf_put(an->render->out, r->text, r->n);
    }
    return true;
}

static void take_and_keep(struct answer *an, const struct row *row)
{
    struct buf *out = an->render->out;
    const size_t rows = an->tally.rows;
    size_t at = out->n;
    take_row(an, row);
    const bool shown = an->tally.rows > rows;
    if (out->failed)
        return;
    at += shown && out->data[at] == ','; /* between rows */
    kept_rows_add(an->kept, an->agreement, row, an->asker->asked.filter.all, shown,
                  shown ? out->data + at : NULL, out->n - at);
}

bool answer_enough(const struct answer *an)
{
    return (an->render == NULL && an->certain) || (an->w != NULL && an->w->error != 0);
}

/* Hands on what has been written; false if that is no longer wanted. */
static bool pass(struct answer *an)
{
    return an->w != NULL ? writer_pass(an->w) : an->seat == NULL || crew_pass(an->seat);
}

enum status answer_clauses(struct answer *an, const struct setting *setting, struct span clauses)
{
    for (uint32_t i = 0; i < clauses.n && !answer_enough(an); i++) {
        const struct row *rows = NULL;
        size_t n = 0;
        if (an->kept != NULL && take_kept(an, clauses.first + i)) {
            if (!pass(an))
                break;
            continue;
        }
        arena_clear(an->rows);
        const enum status status = engine_answer(setting, clauses.first + i, an->rows, &rows, &n);
        if (status != ST_OK)
            return status;
        for (size_t k = 0; k < n; k++)
            if (an->kept != NULL)
                take_and_keep(an, &rows[k]);
            else
                take_row(an, &rows[k]);
        if (!pass(an))
            break; /* writer_end says what was wrong */
    }
    return ST_OK;
}

static enum status take_selected(struct answer *an)
{
    const struct selection *s = &an->asker->selection;
    enum status status = ST_OK;
    for (size_t i = 0; i < s->ranges.n && status == ST_OK && !answer_enough(an); i++) {
        const struct range *r = selection_at(s, i);
        an->agreement = r->ordinal;
        status = answer_clauses(an, ask_setting(an->asker, r), r->clauses);
    }
    return status;
}

enum status ask_answer(struct asker *k, const struct style *style, struct writer *w,
                       struct pact_outcome *ret, struct diags *d)
{
    struct query_render render;
    struct answer an = {.asker = k, .render = w != NULL ? &render : NULL, .w = w, .rows = &k->rows};
    if (w != NULL && !digest_if_shown(k->corpus, style, &k->head.digest))
        return ST_NOMEM;
    if (w != NULL)
        render_query_begin(&render, style, &k->head, &w->buf);
    an.kept = kept_for(k, an.render);
    enum status status = k->streams ? stream_answer(&an, d) : take_selected(&an);
    if (w != NULL && status == ST_OK)
        render_query_end(&render, &an.tally);
    if (w != NULL)
        render_query_done(&render);
    arena_done(&an.passed);
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
    k->selection.alone = true;
    if (status == ST_OK)
        status = ask_prepare_answer(k, question, out->sink != NULL, d);
    if (status != ST_OK)
        return status;
    const struct style style = style_of(&out->style);
    struct writer w;
    writer_init(&w, out);
    if (out->sink != NULL)
        (void)buf_reserve(&w.buf, ROOM); /* what fails here fails there */
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
    if (asker_init_many(&k, corpus, LEAVES_ONE))
        status = query(&k, question, out, &outcome, &diags->d);
    asker_done(&k);
    if (status == ST_OK)
        *ret_outcome = outcome;
    return api_status(status, &diags->d);
}
