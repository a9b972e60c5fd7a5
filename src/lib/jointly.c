/* The joint case list: of each selected agreement all rows are made and kept, then the engine joins
 * their cases. */
#include "jointly.h"

#include "ask.h"
#include "render_jointly.h"
#include "vec.h"

struct joining {
    struct asker *asker;
    struct jointly_render *render; /* NULL: nothing is written */
    struct vec same, depending;    /* const struct row *, of the agreement at hand */
    struct query_tally tally;
    bool certain, depends;
};

static bool take_row(struct joining *j, const struct row *row)
{
    struct filter filter = j->asker->asked.filter;
    const bool shown = row_passes(row, &filter);
    filter.all = true;
    if (!shown && !row_passes(row, &filter))
        return true;
    tally_status(&j->tally, row->status);
    j->tally.hidden += !shown;
    if (!shown)
        return true;
    j->certain |= row->applies == APPLIES_YES;
    j->depends |= row->applies == APPLIES_DEPENDS;
    const struct row **slot = vec_add(row->status == STATUS_DEPENDS ? &j->depending : &j->same);
    if (slot != NULL)
        *slot = row;
    return slot != NULL;
}

static enum status take_range(struct joining *j, const struct range *r)
{
    struct asker *k = j->asker;
    for (uint32_t i = 0; i < r->clauses.n; i++) {
        const struct row *row = NULL;
        const enum status status = engine_answer_day(ask_setting(k, r), r->clauses.first + i,
                                                     k->asked.question.first, &k->rows, &row);
        if (status != ST_OK)
            return status;
        if (!take_row(j, row))
            return ST_NOMEM;
    }
    return ST_OK;
}

/* ---- too many cases ---- */

#define MOST_NAMES 3 /* in a message */

static void put_names(struct buf *b, const struct image *img, const str_id *names, size_t n)
{
    for (size_t i = 0; i < n && i < MOST_NAMES; i++) {
        buf_puts(b, i == 0 ? "" : ", ");
        buf_puts(b, image_str(img, names[i]));
    }
    if (n > MOST_NAMES)
        buf_printf(b, " and %zu more", n - MOST_NAMES);
}

static uint32_t place_of(const struct joint_cases *cases, const struct unknown_ref *u)
{
    uint32_t i = 0;
    while (cases->depends_on[i].is_event != u->is_event || cases->depends_on[i].index != u->index)
        i++;
    return i;
}

/* Clauses that hang on nothing that another one hangs on: they multiply the cases and add nothing
 * to the list that they would not tell alone. */
static size_t find_apart(const struct joint_cases *cases, uint32_t *uses, str_id *ret_names)
{
    size_t n = 0;
    for (uint32_t r = 0; r < cases->n_rows; r++)
        for (uint32_t i = 0; i < cases->rows[r]->n_depends_on; i++)
            uses[place_of(cases, &cases->rows[r]->depends_on[i])]++;
    for (uint32_t r = 0; r < cases->n_rows; r++) {
        const struct row *row = cases->rows[r];
        bool apart = true;
        for (uint32_t i = 0; i < row->n_depends_on; i++)
            apart = apart && uses[place_of(cases, &row->depends_on[i])] == 1;
        if (apart)
            ret_names[n++] = row->setting->image->clauses[row->clause].id;
    }
    return n;
}

static enum status refuse_cases(const struct joining *j, const struct setting *s,
                                const struct joint_cases *cases, struct diags *d)
{
    const struct image *img = s->image;
    struct arena *a = &j->asker->rows;
    const uint32_t most = cases->n_rows + cases->n_depends_on;
    str_id *names = ARENA_ARRAY(a, most, str_id);
    uint32_t *uses = ARENA_ARRAY(a, most, uint32_t);
    struct buf unknowns, hint;
    if (names == NULL || uses == NULL)
        return ST_NOMEM;
    buf_init(&unknowns, 0);
    buf_init(&hint, 0);
    for (uint32_t i = 0; i < cases->n_depends_on; i++)
        names[i] = cases->depends_on[i].name;
    put_names(&unknowns, img, names, cases->n_depends_on);
    const size_t n = find_apart(cases, uses, names);
    buf_puts(&hint, n > 0 ? "leave out, or ask alone, what shares no event with the others: "
                          : "select fewer clauses");
    put_names(&hint, img, names, n);
    buf_puts(&hint, "; or settle events with --assume");
    const char *kept = hint.failed ? NULL : arena_copy(&d->arena, hint.data, hint.n);
    if (kept != NULL && !unknowns.failed)
        complain(d, DIAG_LIMIT, kept,
                 "agreement '%s': %u clauses depend on %u events and unknown days, too many for a "
                 "list of at most %d cases: %s",
                 image_str(img, img->agreements[s->agreement].id), (unsigned)cases->n_rows,
                 (unsigned)cases->n_depends_on, JOINT_MOST_CASES, unknowns.data);
    const bool failed = kept == NULL || unknowns.failed;
    buf_done(&unknowns);
    buf_done(&hint);
    return failed ? ST_NOMEM : ST_USAGE;
}

/* ---- the agreements, one after the other ---- */

static enum status end_agreement(struct joining *j, const struct setting *s, struct diags *d)
{
    struct joint_list list = {.setting = s, .same = j->same.data, .n_same = (uint32_t)j->same.n};
    if (j->same.n + j->depending.n == 0)
        return ST_OK;
    const enum status status =
        engine_jointly(j->depending.data, (uint32_t)j->depending.n, &j->asker->rows, &list.cases);
    if (status == ST_USAGE)
        return refuse_cases(j, s, &list.cases, d);
    if (status != ST_OK)
        return status;
    j->tally.rows += list.cases.n;
    if (j->render != NULL)
        render_jointly_list(j->render, &list);
    return ST_OK;
}

static enum status take_all(struct joining *j, struct diags *d)
{
    const struct selection *s = &j->asker->selection;
    enum status status = ST_OK;
    for (size_t i = 0; i < s->ranges.n && status == ST_OK; i++) {
        const struct range *r = selection_at(s, i);
        status = take_range(j, r);
        const bool last = i + 1 == s->ranges.n || selection_begins(s, i + 1);
        if (status != ST_OK || !last)
            continue;
        status = end_agreement(j, ask_setting(j->asker, r), d);
        j->same.n = j->depending.n = 0;
        arena_clear(&j->asker->rows);
    }
    return status;
}

static enum status check_day(const struct asker *k, struct diags *d)
{
    if (!k->asked.question.period)
        return ST_OK;
    complain(d, DIAG_USAGE, "give a day",
             "the joint list of cases is asked of a day, not of the period '%s'", k->from->date);
    return ST_USAGE;
}

static enum status write(struct joining *j, const struct style *style, struct writer *w,
                         struct diags *d)
{
    struct jointly_render render;
    if (w == NULL)
        return take_all(j, d);
    if (!digest_if_shown(j->asker->corpus, style, &j->asker->head.digest))
        return ST_NOMEM;
    j->render = &render;
    render_jointly_begin(&render, style, &j->asker->head, &w->buf);
    const enum status status = take_all(j, d);
    if (status == ST_OK)
        render_jointly_end(&render, &j->tally);
    render_jointly_done(&render);
    return status;
}

static enum status jointly(struct joining *j, const struct pact_question *question,
                           const struct pact_output *out, struct diags *d)
{
    const struct style style = style_of(&out->style);
    struct writer w;
    enum status status = format_check(out, FORMATS_COMMON, "a list of cases", d);
    if (status == ST_OK)
        status = ask_prepare(j->asker, question, d);
    if (status == ST_OK)
        status = check_day(j->asker, d);
    writer_init(&w, out);
    if (status == ST_OK)
        status = write(j, &style, out->sink != NULL ? &w : NULL, d);
    return writer_end(&w, status, d);
}

enum pact_status pact_jointly(const struct pact_corpus *corpus,
                              const struct pact_question *question, const struct pact_output *out,
                              struct pact_outcome *ret_outcome, struct pact_diags *diags)
{
    struct asker k;
    struct joining j = {.asker = &k};
    enum status status = ST_NOMEM;
    vec_init(&j.same, sizeof(struct row *));
    vec_init(&j.depending, sizeof(struct row *));
    if (asker_init(&k, corpus))
        status = jointly(&j, question, out, &diags->d);
    if (status == ST_OK)
        *ret_outcome = (struct pact_outcome){
            .exit_code = j.certain   ? PACT_EXIT_YES
                         : j.depends ? PACT_EXIT_DEPENDS
                                     : PACT_EXIT_NO,
            .results = j.tally.rows,
            .known_after_record = k.head.known_after_record,
        };
    asker_done(&k);
    vec_done(&j.same);
    vec_done(&j.depending);
    return api_status(status, &diags->d);
}
