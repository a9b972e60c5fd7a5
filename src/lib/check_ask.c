/* One check: from what its file or the command line says to a result.
 *
 *   names and days ──ask_prepare──▶ a question ──▶ the clauses ──engine_check──▶ a truth, and the
 *   day and clause that decide ──ask_clause──▶ the row of that day ──▶ found, and why
 *
 * Whatever is wrong with the check itself (a misspelt clause, a scenario without a course) is an
 * outcome of it, so that the others are asked all the same. */
#include "check.h"
#include "exact.h"

#include <string.h>

struct asking {
    struct check_run *run;
    const struct check_row *row;
    struct check_result result;
    struct assertion assertion;
    struct check check;
    struct check_asked asked;
    struct pact_question question;
    const char *selector;
    const struct range **ranges; /* of each clause of the check */
    struct arena work;           /* what ends with it */
    struct diags diags;
};

/* ---- the question ---- */

/* Does an assumption of the list speak of the same name? Both are "NAME=…". */
static bool said_of(const char *const *items, size_t n, const char *one)
{
    const size_t length = strcspn(one, "=") + 1;
    for (size_t i = 0; i < n; i++)
        if (strncmp(items[i], one, length) == 0)
            return true;
    return false;
}

/* What the check assumes, and of what the command line assumes the rest. */
static bool make_assumptions(struct asking *k, const struct check_assume *own)
{
    const struct pact_question *base = k->run->base;
    const char **all = ARENA_ARRAY(&k->run->arena, own->n + base->n_assume, const char *);
    size_t n = own->n;
    if (all == NULL)
        return false;
    if (n > 0)
        memcpy(all, own->items, n * sizeof *all);
    for (size_t i = 0; i < base->n_assume; i++)
        if (!said_of(own->items, own->n, base->assume[i]))
            all[n++] = base->assume[i];
    k->question.assume = all;
    k->question.n_assume = n;
    k->result.assume = all;
    k->result.n_assume = n;
    return true;
}

static bool make_question(struct asking *k, const struct check_scenario *scenario)
{
    const struct pact_question *base = k->run->base;
    const struct check_row *row = k->row;
    k->question = (struct pact_question)PACT_QUESTION_INIT;
    k->question.date = row->date != NULL ? row->date : base->date;
    k->question.known = row->known != NULL ? row->known : base->known;
    k->question.signed_on = row->signed_on != NULL ? row->signed_on : base->signed_on;
    k->question.today = base->today;
    k->question.select = &k->selector;
    k->question.n_select = 1;
    return make_assumptions(k, scenario != NULL ? &scenario->assume : &row->assume);
}

/* ---- what is demanded ---- */

static enum status read_assertion(struct asking *k)
{
    const char *text = k->row->assertion, *why = NULL;
    struct assertion *made = &k->assertion;
    if (!assertion_parse(text, strlen(text), made, &why)) {
        complain(&k->diags, DIAG_USAGE, NULL, "assertion '%s': %s", text, why);
        return ST_USAGE;
    }
    k->selector = arena_copy(&k->work, made->name, made->name_n);
    if (k->selector == NULL)
        return ST_NOMEM;
    k->asked.assertion = made;
    k->check.any = made->reach == REACH_ANY;
    k->check.negated = made->negated;
    k->check.demand.status = STATUS_IN_FORCE;
    if (!made->compares)
        return ST_OK;
    k->check.demand.comparison = &made->comparison;
    const char *compared = strchr(text, ':') + 1;
    k->asked.compared = compared + strspn(compared, " \t");
    return ST_OK;
}

static enum status read_status(struct asking *k)
{
    static const enum answer_status statuses[CHECK_STATUS_COUNT] = {
        STATUS_NONE,    STATUS_IN_FORCE,  STATUS_ENDED,
        STATUS_NOT_YET, STATUS_SUSPENDED, STATUS_IN_FORCE};
    const struct check_row *row = k->row;
    k->selector = row->clause;
    k->check.demand.status = statuses[row->status];
    k->asked.depends = row->status == CHECK_DEPENDS;
    if (row->terms.n > 0) {
        k->check.demand.wanted = &k->run->files.terms;
        k->check.demand.first_wanted = row->terms.first;
        k->check.demand.n_wanted = row->terms.n;
    }
    return ST_OK;
}

/* ---- its clauses ---- */

static enum status refuse_glob(struct asking *k)
{
    complain(&k->diags, DIAG_USAGE,
             diag_text(&k->diags, "write `all %s` or `any %s`", k->selector, k->selector),
             "'%s' is not one clause", k->selector);
    return ST_USAGE;
}

static enum status take_range(struct asking *k, const struct range *r, uint32_t n)
{
    struct check_clause *clauses = (struct check_clause *)(uintptr_t)k->check.clauses;
    for (uint32_t i = 0; i < n; i++) {
        clauses[k->check.n] =
            (struct check_clause){ask_setting(&k->run->asker, r), r->clauses.first + i};
        k->ranges[k->check.n++] = r;
    }
    return ST_OK;
}

static bool make_room(struct asking *k, size_t n)
{
    k->check.clauses = ARENA_ARRAY(&k->work, n, struct check_clause);
    k->ranges = ARENA_ARRAY(&k->work, n, const struct range *);
    return k->check.clauses != NULL && k->ranges != NULL;
}

static enum status take_one(struct asking *k)
{
    const struct demand *d = &k->check.demand;
    const struct range *r = NULL;
    if (strpbrk(k->selector, "*?") != NULL)
        return refuse_glob(k);
    enum status status =
        exact_clause(&k->run->asker, k->selector, "write AGREEMENT/CLAUSE", &r, &k->diags);
    if (status == ST_OK && d->comparison != NULL)
        status = exact_term(&k->run->asker, r, k->selector, d->comparison->path,
                            d->comparison->path_n, &k->diags);
    for (uint32_t i = 0; status == ST_OK && i < d->n_wanted; i++) {
        const str_id name = d->wanted->terms[d->first_wanted + i].name;
        status = exact_term(&k->run->asker, r, k->selector, image_str(d->wanted, name),
                            image_str_len(d->wanted, name), &k->diags);
    }
    if (status != ST_OK)
        return status;
    k->asked.n = 1;
    return make_room(k, 1) ? take_range(k, r, 1) : ST_NOMEM;
}

/* One of them must have the term: which have not, is known only day by day. */
static enum status check_some_term(struct asking *k)
{
    const struct comparison *c = k->check.demand.comparison;
    for (size_t i = 0; i < k->check.n; i++) {
        const struct check_clause *one = &k->check.clauses[i];
        if (clause_has_term(one->setting->image, one->clause, c->path, c->path_n))
            return ST_OK;
    }
    complain(&k->diags, DIAG_UNKNOWN_NAME, NULL, "no clause of '%s' has a term '%.*s'", k->selector,
             (int)(c->path_n < 512 ? c->path_n : 512), c->path);
    return ST_USAGE;
}

static enum status take_all(struct asking *k)
{
    const struct selection *s = &k->run->asker.selection;
    size_t n = 0;
    for (size_t i = 0; i < s->ranges.n; i++)
        n += selection_at(s, i)->clauses.n;
    if (!make_room(k, n))
        return ST_NOMEM;
    for (size_t i = 0; i < s->ranges.n; i++)
        (void)take_range(k, selection_at(s, i), selection_at(s, i)->clauses.n);
    k->asked.n = s->fitted;
    return k->check.demand.comparison != NULL ? check_some_term(k) : ST_OK;
}

/* ---- the answer ---- */

/* The rows of one clause, for other days than those asked. From here on the question is of these.
 */
static enum status rows_of(struct asking *k, size_t clause, day_t first, day_t last,
                           const struct row **ret_rows, size_t *ret_n)
{
    struct question *q = &k->run->asker.asked.question;
    q->first = first;
    q->last = last;
    q->period = first != last;
    return ask_clause(&k->run->asker, k->ranges[clause], k->check.clauses[clause].clause, ret_rows,
                      ret_n);
}

/* In each course in which it is in force, or suspended, the terms that are wanted. */
static enum truth terms_of_cases(const struct asking *k, const struct row *row)
{
    enum truth all = TRUTH_TRUE;
    for (uint32_t i = 0; i < row->n_outcomes; i++) {
        struct demand d = k->check.demand;
        d.status = row->outcomes[i].status;
        if (d.status == STATUS_IN_FORCE || d.status == STATUS_SUSPENDED)
            all = truth_and(
                all, demand_eval(row->setting->image, row->setting->known, &row->outcomes[i], &d));
    }
    return all;
}

/* That it depends is seen in the rows: each is of days with the same cases. */
static enum status ask_depends(struct asking *k, enum truth *ret, struct check_evidence *ret_where)
{
    const struct row *rows = NULL;
    size_t n = 0;
    const bool by_or = k->check.holds != HOLDS_ALWAYS;
    enum truth all = by_or ? TRUTH_FALSE : TRUTH_TRUE;
    const enum status status = rows_of(k, 0, k->check.first, k->check.last, &rows, &n);
    if (status != ST_OK)
        return status;
    *ret_where = (struct check_evidence){k->check.first, 0, true};
    for (size_t i = 0; i < n; i++) {
        enum truth one = TRUTH_FALSE;
        if (rows[i].status == STATUS_DEPENDS)
            one = terms_of_cases(k, &rows[i]);
        const enum truth before = all;
        all = by_or ? truth_or(all, one) : truth_and(all, one);
        if (all != before)
            ret_where->day = rows[i].day;
    }
    *ret = k->check.holds == HOLDS_NEVER ? truth_not(all) : all;
    return ST_OK;
}

static enum status refuse_courses(struct asking *k)
{
    complain(&k->diags, DIAG_LIMIT,
             "ask about fewer clauses or a shorter period, or assume a day of some event",
             "the events of this check can come in more than %llu orders",
             (unsigned long long)k->check.most);
    return ST_USAGE;
}

static enum status ask(struct asking *k, enum truth *ret, struct check_evidence *ret_where)
{
    if (k->asked.depends)
        return ask_depends(k, ret, ret_where);
    const enum status status = engine_check(&k->check, &k->work, ret, ret_where);
    return status == ST_USAGE ? refuse_courses(k) : status;
}

/* ---- the result ---- */

static const char *kept(struct asking *k, const char *text)
{
    return text != NULL ? arena_copy(&k->run->arena, text, strlen(text)) : NULL;
}

void check_result_judge(const struct check_run *run, struct check_result *r, enum truth truth)
{
    const char *undetermined = run->how->undetermined;
    r->outcome = truth == TRUTH_TRUE    ? OUTCOME_PASS
                 : truth == TRUTH_FALSE ? OUTCOME_FAIL
                                        : OUTCOME_UNDETERMINED;
    r->verdict = truth == TRUTH_TRUE ? VERDICT_PASS : VERDICT_FAIL;
    if (truth == TRUTH_UNDETERMINED && undetermined != NULL && strcmp(undetermined, "skip") == 0)
        r->verdict = VERDICT_SKIP;
}

static enum status describe(struct asking *k, enum truth truth, const struct check_evidence *where)
{
    struct check_run *run = k->run;
    struct check_result *r = &k->result;
    const struct row *row = NULL;
    size_t n = 0;
    const enum status status = rows_of(k, where->clause, where->day, where->day, &row, &n);
    if (status != ST_OK)
        return status;
    check_result_judge(run, r, truth);
    r->on = where->day;
    r->expected = check_expected(&run->arena, &k->asked, run->ascii);
    r->found = check_found(&run->arena, &k->asked, row, run->ascii);
    r->why = check_why(&run->arena, &k->asked, row, run->ascii);
    r->command = check_command(run, r, k->row->assertion != NULL ? k->row->assertion : k->selector,
                               k->row->assertion == NULL);
    return run->arena.failed ? ST_NOMEM : ST_OK;
}

static void break_off(struct asking *k)
{
    struct check_result *r = &k->result;
    r->outcome = OUTCOME_ERROR;
    r->verdict = VERDICT_ERROR;
    if (k->diags.n == 0)
        return;
    r->found = kept(k, k->diags.items[0].message);
    r->hint = kept(k, k->diags.items[0].hint);
}

/* Days as they were read, before other days are asked about. */
static void take_question(struct asking *k)
{
    struct check_run *run = k->run;
    k->result.known = run->asker.head.known;
    k->result.question = check_question(&run->arena, &run->asker.head, run->ascii);
    const struct question *q = &k->run->asker.asked.question;
    k->check.first = k->result.first = q->first;
    k->check.last = k->result.last = q->last;
    k->result.period = k->asked.period = q->period;
}

/* The clauses that the check asks. Of several, one that is in force is of no avail for `all`, nor
 * one that is not for `any`, and the other way round the first one decides: what engine_check does
 * not look at need not be read. */
static enum status select_clauses(struct asking *k)
{
    enum line_value value = LINE_ASK;
    if (k->asked.assertion != NULL && k->assertion.reach != REACH_ONE && !k->assertion.compares)
        value = k->check.any ? LINE_NO : LINE_YES;
    return ask_prepare_some(&k->run->asker, &k->question, value, check_folds_alike(&k->check),
                            &k->diags);
}

static enum status ask_all(struct asking *k)
{
    enum truth truth = TRUTH_FALSE;
    struct check_evidence where = {0};
    enum status status = select_clauses(k);
    if (status != ST_OK)
        return status;
    take_question(k);
    status =
        k->asked.assertion != NULL && k->assertion.reach != REACH_ONE ? take_all(k) : take_one(k);
    if (status == ST_OK)
        status = ask(k, &truth, &where);
    return status == ST_OK ? describe(k, truth, &where) : status;
}

static void begin(struct asking *k, const struct check_scenario *scenario)
{
    const struct check_row *row = k->row;
    k->check.holds = row->holds != 0 ? (enum check_holds)(row->holds - 1) : HOLDS_ALWAYS;
    k->check.under = (enum check_under)row->under;
    k->check.most = CHECK_MOST_COURSES;
    k->asked.check = &k->check;
    k->result = (struct check_result){
        .rule = "check",
        .name = row->name,
        .scenario = scenario != NULL ? scenario->name : NULL,
        .message = row->message,
        .file = row->file,
        .line = row->line,
        .column = row->column,
        .assertion = row->assertion,
        .clause = row->clause,
        .status = row->status != CHECK_NONE ? check_status_name(row->status) : NULL,
        .holds = row->holds != 0 ? check_holds_name(k->check.holds) : NULL,
        .under = check_under_name(k->check.under),
    };
}

enum status check_ask(struct check_run *run, const struct check_row *row,
                      const struct check_scenario *scenario)
{
    struct asking k = {.run = run, .row = row};
    ask_let_go(&run->asker);
    arena_init(&k.work);
    diags_init(&k.diags, 8);
    begin(&k, scenario);
    enum status status = make_question(&k, scenario) ? ST_OK : ST_NOMEM;
    if (status == ST_OK)
        status = row->assertion != NULL ? read_assertion(&k) : read_status(&k);
    if (status == ST_OK)
        status = ask_all(&k);
    if (status != ST_OK && status != ST_NOMEM) {
        break_off(&k);
        status = ST_OK;
    }
    if (k.diags.failed || (k.diags.n > 0 && k.diags.items[0].message[0] == '\0'))
        status = ST_NOMEM; /* for its texts */
    struct check_result *added = status == ST_OK ? vec_add(&run->results) : NULL;
    if (added != NULL)
        *added = k.result;
    diags_done(&k.diags);
    arena_done(&k.work);
    return added != NULL && !run->arena.failed ? ST_OK : ST_NOMEM;
}
