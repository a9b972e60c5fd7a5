/* Two questions on one corpus, and what differs between their answers. */
#include "ask.h"
#include "diff.h"

struct pair {
    struct asker from, to;
    struct arena changes; /* of the clause at hand */
    bool definite, open;  /* differences between definite answers; others */
    size_t n;
};

/* One clause on a stretch of days on which neither answer changes. */
struct stretch {
    const struct row *from, *to;
    day_t first, last;
};

static bool same_days(const struct question *a, const struct question *b)
{
    return a->first == b->first && a->last == b->last;
}

static enum status refuse_periods(const struct pair *p, struct diags *d)
{
    const struct asked *from = &p->from.asked, *to = &p->to.asked;
    if (same_days(&from->question, &to->question))
        return ST_OK;
    const struct asker *period = from->question.period ? &p->from : &p->to;
    if (!period->asked.question.period)
        return ST_OK;
    complain(d, DIAG_USAGE, "`pact timeline` shows what changes within a period",
             "a difference is between two days, not of the period '%s'", period->from->date);
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
    p->to.from = to; /* `second` ends here; heads have been made */
    return status == ST_OK ? refuse_periods(p, d) : status;
}

static bool passes(const struct pair *p, const struct row *a, const struct row *b)
{
    struct filter filter = p->from.asked.filter;
    filter.all = true;
    return row_passes(a, &filter) || row_passes(b, &filter);
}

static enum status compare(struct pair *p, const struct stretch *s, struct diff_render *render)
{
    const struct change *changes = NULL;
    size_t n = 0;
    arena_clear(&p->changes);
    const enum status status = engine_changes(s->from, s->to, &p->changes, &changes, &n);
    if (status != ST_OK || n == 0)
        return status;
    if (s->from->status != STATUS_DEPENDS && s->to->status != STATUS_DEPENDS)
        p->definite = true;
    else
        p->open = true;
    p->n += n;
    if (same_days(&p->from.asked.question, &p->to.asked.question))
        render_diff_stretch(render, s->first, s->last);
    for (size_t i = 0; i < n; i++)
        render_diff_change(render, s->from, s->to, &changes[i]);
    return ST_OK;
}

/* ---- on two days ---- */

static enum status compare_days(struct pair *p, const struct range *r, uint32_t clause,
                                struct diff_render *render)
{
    struct stretch s = {.first = DAY_NONE, .last = DAY_NONE};
    size_t unused;
    enum status status = ask_clause(&p->from, r, clause, &s.from, &unused);
    if (status == ST_OK)
        status = ask_clause(&p->to, r, clause, &s.to, &unused);
    if (status != ST_OK || !passes(p, s.from, s.to))
        return status;
    s.first = s.last = p->from.asked.question.first;
    return compare(p, &s, render);
}

/* ---- over a period ---- */

/* Do both sides say on a stretch what they say on another, as far as it is compared? */
static enum status goes_on(struct pair *p, const struct stretch *a, const struct stretch *b,
                           bool *ret)
{
    const struct change *unused;
    size_t old = 0, new = 0;
    arena_clear(&p->changes);
    enum status status = engine_changes(a->from, b->from, &p->changes, &unused, &old);
    if (status == ST_OK)
        status = engine_changes(a->to, b->to, &p->changes, &unused, &new);
    *ret = old == 0 && new == 0;
    return status;
}

/* Tells of `s` unless it only makes `before` longer; `before` is then the stretch not told yet. */
static enum status pass_stretch(struct pair *p, struct stretch *before, const struct stretch *s,
                                struct diff_render *render)
{
    bool same = false;
    enum status status = ST_OK;
    if (before->from != NULL && before->last + 1 == s->first)
        status = goes_on(p, before, s, &same);
    if (status == ST_OK && !same && before->from != NULL)
        status = compare(p, before, render);
    if (same)
        before->last = s->last;
    else
        *before = *s;
    return status;
}

static enum status compare_period(struct pair *p, const struct range *r, uint32_t clause,
                                  struct diff_render *render)
{
    const struct row *from = NULL, *to = NULL;
    size_t n_from = 0, n_to = 0;
    struct stretch before = {0};
    enum status status = ask_stretches(&p->from, r, clause, &from, &n_from);
    if (status == ST_OK)
        status = ask_stretches(&p->to, r, clause, &to, &n_to);
    for (size_t i = 0, k = 0; status == ST_OK && i < n_from && k < n_to;) {
        const struct stretch s = {
            &from[i], &to[k], from[i].from > to[k].from ? from[i].from : to[k].from,
            from[i].through < to[k].through ? from[i].through : to[k].through};
        if (passes(p, s.from, s.to))
            status = pass_stretch(p, &before, &s, render);
        i += from[i].through == s.last;
        k += to[k].through == s.last;
    }
    if (status == ST_OK && before.from != NULL)
        status = compare(p, &before, render);
    return status;
}

typedef enum status compare_fn(struct pair *p, const struct range *r, uint32_t clause,
                               struct diff_render *render);

static enum status compare_all(struct pair *p, struct diff_render *render, struct writer *w)
{
    const struct selection *s = &p->from.selection;
    compare_fn *const each = p->from.asked.question.period ? compare_period : compare_days;
    enum status status = ST_OK;
    for (size_t i = 0; i < s->ranges.n && status == ST_OK; i++) {
        const struct range *r = selection_at(s, i);
        for (uint32_t c = 0; c < r->clauses.n && status == ST_OK && w->error == 0; c++) {
            status = each(p, r, r->clauses.first + c, render);
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
