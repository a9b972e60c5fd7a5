/* What lapses or begins soon, as a check of each clause: the reminder.
 *
 * Whether it fails is asked of all courses: it does if in every course the clause begins or ceases
 * to be in force on some day of the span, and is undetermined if in some course only, since then an
 * event has to come, or not to come, for it. What is said of it are the boundaries of next.h. */
#include "check.h"
#include "next.h"
#include "render_next.h"

#include <string.h>

struct upcoming {
    struct check_run *run;
    struct check_result head; /* what all results share */
    day_t after, through;
    struct arena work;
};

static enum status read_span(struct upcoming *u, struct diags *d)
{
    const struct asker *k = &u->run->asker;
    const char *text = u->run->how->upcoming;
    struct offset span;
    if (k->asked.question.period) {
        complain(d, DIAG_USAGE, "give a day, and say with --upcoming how far to look",
                 "what comes up is asked of a day, not of the period '%s'", k->from->date);
        return ST_USAGE;
    }
    if (!offset_parse(text, strlen(text), &span)) {
        complain(d, DIAG_USAGE, "write a number and one of d, w, m, y, as in 90d or 1y",
                 "'%s' is not a length of time", text);
        return ST_USAGE;
    }
    u->after = k->asked.question.first;
    u->through = day_plus(u->after, span);
    if (u->through > DAY_MAX)
        u->through = DAY_MAX;
    return ST_OK;
}

/* ---- one clause ---- */

/* Is it the same on all days of the span, in force or not? */
static enum status ask(struct upcoming *u, const struct check_clause *clause, enum truth *ret)
{
    const struct check c = {.clauses = clause,
                            .n = 1,
                            .demand = {.status = STATUS_IN_FORCE},
                            .first = u->after,
                            .last = u->through,
                            .holds = HOLDS_STEADY,
                            .most = CHECK_MOST_COURSES};
    struct check_evidence unused;
    return engine_check(&c, &u->work, ret, &unused);
}

static bool counts(const struct boundary *b)
{
    return b->kind != BOUNDARY_CHANGES && b->kind != BOUNDARY_KIND_COUNT;
}

/* The boundaries of the clause that count, moved to the front. */
static enum status boundaries(struct upcoming *u, const struct check_clause *clause,
                              const struct boundary **ret, size_t *ret_n)
{
    const struct boundary *list = NULL;
    size_t n = 0;
    const enum status status =
        engine_next(clause->setting, clause->clause, u->after, u->through, &u->work, &list, &n);
    struct boundary *kept = ARENA_ARRAY(&u->work, n, struct boundary);
    *ret_n = 0;
    for (size_t i = 0; kept != NULL && i < n; i++)
        if (counts(&list[i]))
            kept[(*ret_n)++] = list[i];
    *ret = kept;
    return status == ST_OK && kept == NULL ? ST_NOMEM : status;
}

/* The id as an assertion takes it: with the agreement where the corpus has several. */
static const char *clause_name(struct upcoming *u, const struct range *r, uint32_t clause)
{
    const struct pact_corpus *c = u->run->asker.corpus;
    const struct image *img = corpus_image(c, r->ordinal);
    const char *id = image_str(img, img->clauses[clause].id);
    if (c->n_agreements == 1)
        return arena_printf(&u->run->arena, "%s", id);
    const str_id agreement = corpus_agreement_row(c, r->ordinal)->id;
    return arena_printf(&u->run->arena, "%s/%s", image_str(img, agreement), id);
}

static enum status describe(struct upcoming *u, const struct check_clause *clause,
                            struct check_result *r)
{
    struct check_run *run = u->run;
    const struct boundary *list = NULL;
    size_t n = 0;
    const enum status status = boundaries(u, clause, &list, &n);
    if (status != ST_OK)
        return status;
    r->found = check_upcoming_found(&run->arena, list, n, run->ascii);
    if (n > 0) {
        r->on = list[0].earliest;
        r->why = check_upcoming_why(&run->arena, &list[0], run->ascii);
    }
    return ST_OK;
}

static enum status take_clause(struct upcoming *u, const struct range *range, uint32_t clause)
{
    struct check_run *run = u->run;
    const struct check_clause at = {ask_setting(&run->asker, range), clause};
    struct check_result *r = vec_add(&run->results);
    enum truth truth = TRUTH_FALSE;
    if (r == NULL)
        return ST_NOMEM;
    *r = u->head;
    r->name = r->clause = clause_name(u, range, clause);
    if (r->name == NULL)
        return ST_NOMEM;
    arena_clear(&u->work);
    enum status status = ask(u, &at, &truth);
    if (status == ST_USAGE) {
        r->outcome = OUTCOME_ERROR;
        r->verdict = VERDICT_ERROR;
        r->found = "its events can come in too many orders";
        r->hint = "ask about a shorter span, or assume a day of some event";
        return ST_OK;
    }
    check_result_judge(run, r, truth);
    r->command = check_upcoming_command(run, r->name);
    return status == ST_OK ? describe(u, &at, r) : status;
}

static enum status take_all(struct upcoming *u)
{
    const struct selection *s = &u->run->asker.selection;
    enum status status = ST_OK;
    for (size_t i = 0; i < s->ranges.n; i++) {
        const struct range *r = selection_at(s, i);
        for (uint32_t k = 0; k < r->clauses.n && status == ST_OK; k++)
            status = take_clause(u, r, r->clauses.first + k);
    }
    return status;
}

static void make_head(struct upcoming *u)
{
    struct check_run *run = u->run;
    struct question *q = &run->asker.asked.question;
    char day[11];
    q->last = u->through; /* so that the question is told of these days */
    q->period = true;
    day_format(u->through, day);
    u->head = (struct check_result){
        .rule = "upcoming",
        .first = u->after,
        .last = u->through,
        .period = true,
        .known = run->asker.head.known,
        .assume = run->base->assume,
        .n_assume = run->base->n_assume,
        .question = check_question(&run->arena, &run->asker.head, run->ascii),
        .expected = arena_printf(&run->arena, "nothing to lapse or begin through %s", day),
    };
}

enum status check_upcoming(struct check_run *run, struct diags *d)
{
    struct upcoming u = {.run = run};
    arena_init(&u.work);
    enum status status = ask_prepare(&run->asker, run->base, d);
    if (status == ST_OK)
        status = read_span(&u, d);
    if (status == ST_OK) {
        make_head(&u);
        status = take_all(&u);
    }
    arena_done(&u.work);
    return status == ST_OK && run->arena.failed ? ST_NOMEM : status;
}
