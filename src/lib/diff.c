/* Two questions on one corpus, and what differs between their answers. */
#include "ask.h"
#include "diff.h"

struct pair {
    struct asker from, to;
    struct arena changes; /* of the clause at hand */
    bool definite, open;  /* differences between definite answers; others */
    size_t n;
};

static enum status refuse_period(const struct asker *k, struct diags *d)
{
    if (!k->asked.question.period)
        return ST_OK;
    complain(d, DIAG_USAGE, "`pact timeline` shows what changes within a period",
             "a difference is between two days, not of the period '%s'", k->from->date);
    return ST_USAGE;
}

static enum status prepare(struct pair *p, const struct pact_question *from,
                           const struct pact_question *to, struct diags *d)
{
    struct pact_question second = *to;
    second.select = from->select;
    second.n_select = from->n_select;
    enum status status = ask_prepare(&p->from, from, d);
    if (status == ST_OK)
        status = ask_prepare(&p->to, &second, d);
    if (status == ST_OK)
        status = refuse_period(&p->from, d);
    if (status == ST_OK)
        status = refuse_period(&p->to, d);
    p->to.from = to; /* `second` ends here; heads have been made */
    return status;
}

static bool passes(const struct pair *p, const struct row *a, const struct row *b)
{
    struct filter filter = p->from.asked.filter;
    filter.all = true;
    return row_passes(a, &filter) || row_passes(b, &filter);
}

static enum status compare(struct pair *p, const struct range *r, uint32_t clause,
                           struct diff_render *render)
{
    const struct row *from = NULL, *to = NULL;
    const struct change *changes = NULL;
    size_t n = 0, unused;
    arena_clear(&p->changes);
    enum status status = ask_clause(&p->from, r, clause, &from, &unused);
    if (status == ST_OK)
        status = ask_clause(&p->to, r, clause, &to, &unused);
    if (status == ST_OK && passes(p, from, to))
        status = engine_changes(from, to, &p->changes, &changes, &n);
    if (status != ST_OK || n == 0)
        return status;
    if (from->status != STATUS_DEPENDS && to->status != STATUS_DEPENDS)
        p->definite = true;
    else
        p->open = true;
    p->n += n;
    for (size_t i = 0; render != NULL && i < n; i++)
        render_diff_change(render, from, to, &changes[i]);
    return ST_OK;
}

static enum status compare_all(struct pair *p, struct diff_render *render, struct writer *w)
{
    const struct selection *s = &p->from.selection;
    enum status status = ST_OK;
    for (size_t i = 0; i < s->ranges.n && status == ST_OK; i++) {
        const struct range *r = selection_at(s, i);
        for (uint32_t c = 0; c < r->clauses.n && status == ST_OK && w->error == 0; c++) {
            status = compare(p, r, r->clauses.first + c, render);
            if (!render->kept)
                writer_pass(w);
        }
    }
    return status;
}

static enum status diff(struct pair *p, const struct pact_question *from,
                        const struct pact_question *to, const struct pact_output *out,
                        struct diags *d)
{
    const struct style style = style_of(&out->style);
    struct diff_render render;
    struct writer w;
    enum status status = format_check(out, FORMATS_COMMON, "a list of differences", d);
    if (status == ST_OK)
        status = prepare(p, from, to, d);
    if (status != ST_OK)
        return status;
    writer_init(&w, out);
    if (!digest_if_shown(p->from.corpus, &style, &p->from.head.digest))
        return writer_end(&w, ST_NOMEM, d);
    if (!render_diff_begin(&render, &style, &p->from.head, &p->to.head, &w.buf)) {
        render_diff_end(&render);
        return writer_end(&w, ST_NOMEM, d);
    }
    status = compare_all(p, &render, &w);
    render_diff_end(&render);
    if (status == ST_OK && render.failed)
        status = ST_NOMEM;
    return writer_end(&w, status, d);
}

enum pact_status pact_diff(const struct pact_corpus *corpus, const struct pact_question *from,
                           const struct pact_question *to, const struct pact_output *out,
                           struct pact_outcome *ret_outcome, struct pact_diags *diags)
{
    struct pair p = {0};
    const bool good = asker_init(&p.from, corpus);
    enum status status = ST_NOMEM;
    arena_init(&p.changes);
    if (asker_init(&p.to, corpus) && good)
        status = diff(&p, from, to, out, &diags->d);
    if (status == ST_OK)
        *ret_outcome = (struct pact_outcome){.exit_code = p.definite ? PACT_EXIT_NO
                                                          : p.open   ? PACT_EXIT_DEPENDS
                                                                     : PACT_EXIT_YES,
                                             .results = p.n,
                                             .known_after_record = p.from.head.known_after_record ||
                                                                   p.to.head.known_after_record};
    asker_done(&p.from);
    asker_done(&p.to);
    arena_done(&p.changes);
    return api_status(status, &diags->d);
}
