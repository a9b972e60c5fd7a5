/* An answer from much of a corpus, agreement by agreement. Memory is constant in the size of the
 * corpus and of the answer, but for a few numbers an agreement. In a large corpus several
 * agreements are at work side by side, and their rows come out in order (crew.h), where the format
 * lets rows be written apart. */
#include "answer.h"

#include <stdlib.h>

#include "skim.h"

/* Below so many clauses, threads would cost more than they save. */
#define WORTHWHILE 5000U
/* Agreements that one thread takes at a time. */
#define HANDFUL 4U

/* ---- one agreement ---- */

/* An agreement and what is asked of it. */
struct turn {
    uint32_t ordinal;
    const struct range *ranges;
    size_t n; /* 0: all of it is */
};

static size_t count_turns(const struct asker *k)
{
    return k->whole ? k->corpus->n_agreements : k->turns.n;
}

static struct turn turn_at(const struct asker *k, size_t i)
{
    if (k->whole)
        return (struct turn){(uint32_t)i, NULL, 0};
    const size_t first = *VEC_AT(&k->turns, const uint32_t, i);
    const size_t end =
        i + 1 < k->turns.n ? *VEC_AT(&k->turns, const uint32_t, i + 1) : k->selection.ranges.n;
    const struct range *r = selection_at(&k->selection, first);
    return (struct turn){r->ordinal, r, end - first};
}

static struct span all_clauses(const struct held *h)
{
    return h->image->agreements[h->row].clauses;
}

/* Holds the agreement of a turn, as far as it is asked about. */
static const char *hold(const struct asker *k, const struct turn *t, struct held *h)
{
    const char *fault = corpus_hold(k->corpus, t->ordinal, h);
    if (fault == NULL && t->n == 0)
        fault = held_prove(h, all_clauses(h));
    for (size_t i = 0; i < t->n && fault == NULL; i++) {
        fault = range_fault(&t->ranges[i], &h->image->agreements[h->row]);
        if (fault == NULL)
            fault = held_prove(h, t->ranges[i].clauses);
    }
    return fault;
}

/* The same, with its setting. */
static enum status open_agreement(const struct asker *k, const struct turn *t, struct held *h,
                                  struct arena *a, struct setting *ret, struct diags *d)
{
    arena_clear(a);
    corpus_note(k->corpus, t->ordinal, hold(k, t, h));
    const enum status status = corpus_fault(k->corpus, d);
    return status != ST_OK ? status : setting_init(ret, h->image, h->row, &k->asked.question, a, d);
}

/* ---- on several threads ---- */

static size_t handfuls(const struct asker *k)
{
    return (count_turns(k) + HANDFUL - 1) / HANDFUL;
}

static size_t handful_end(const struct asker *k, size_t item)
{
    const size_t end = (item + 1) * HANDFUL;
    return end < count_turns(k) ? end : count_turns(k);
}

struct helper {
    struct answer an;
    struct query_render render;
    struct arena rows;
    struct diags diags; /* nobody reads them: what is wrong is found again, or is known anyway */
};

/* The helpers of a crew, made alike. */
struct crew_of {
    struct helper *helpers;
    void *workers[CREW_MOST];
    unsigned n;
};

static bool helpers_init(struct crew_of *crew, const struct asker *k)
{
    const struct pact_corpus *c = k->corpus;
    *crew = (struct crew_of){0};
    if (c->n_clauses < WORTHWHILE)
        return false;
    unsigned n = crew_size(c->threads);
    if (n > handfuls(k))
        n = (unsigned)handfuls(k);
    if (n < 2)
        return false;
    crew->helpers = calloc(n, sizeof *crew->helpers);
    if (crew->helpers == NULL)
        return false;
    crew->n = n;
    for (unsigned i = 0; i < n; i++) {
        crew->helpers[i].an.asker = k;
        crew->helpers[i].an.rows = &crew->helpers[i].rows;
        diags_init(&crew->helpers[i].diags, 1);
        crew->workers[i] = &crew->helpers[i];
    }
    return true;
}

static void helpers_done(struct crew_of *crew)
{
    for (unsigned i = 0; i < crew->n; i++) {
        arena_done(&crew->helpers[i].rows);
        arena_done(&crew->helpers[i].an.passed);
        diags_done(&crew->helpers[i].diags);
    }
    free(crew->helpers);
}

/* ---- the check ---- */

static int check_handful(void *worker, size_t item, struct crew_seat *s)
{
    struct helper *h = worker;
    const struct asker *k = h->an.asker;
    enum status status = ST_OK;
    (void)s;
    for (size_t i = item * HANDFUL; i < handful_end(k, item) && status == ST_OK; i++) {
        const struct turn turn = turn_at(k, i);
        struct held held;
        struct setting setting;
        arena_clear(&h->an.passed);
        if (hold(k, &turn, &held) == NULL)
            status = setting_init(&setting, held.image, held.row, &k->asked.question, &h->an.passed,
                                  &h->diags);
        else
            status = ST_INVALID;
        held_release(&held);
    }
    return (int)status;
}

static bool take_check(void *ctx, size_t item, const struct buf *bytes, bool ends, int result)
{
    size_t *good = ctx;
    (void)bytes;
    (void)ends;
    *good = item + (result == (int)ST_OK);
    return result == (int)ST_OK;
}

/* What a crew finds wrong is looked at again, one agreement after the other, so that what is said
 * of it does not hang on who came first. */
enum status stream_check(const struct asker *k, struct diags *d)
{
    struct crew_of crew;
    struct arena a;
    size_t good = 0;
    enum status status = ST_OK;
    if (helpers_init(&crew, k)) {
        const struct crew_task task = {handfuls(k), check_handful, crew.workers, crew.n,
                                       take_check,  &good,         NULL};
        crew_run(&task);
    }
    helpers_done(&crew);
    arena_init(&a);
    for (size_t i = good * HANDFUL; i < count_turns(k) && status == ST_OK; i++) {
        const struct turn turn = turn_at(k, i);
        struct held held;
        struct setting setting;
        status = open_agreement(k, &turn, &held, &a, &setting, d);
        held_release(&held);
    }
    arena_done(&a);
    return status;
}

/* ---- the answer ---- */

static enum status answer_turn(struct answer *an, size_t i, struct held *h, struct diags *d)
{
    const struct turn turn = turn_at(an->asker, i);
    struct setting setting;
    enum status status = open_agreement(an->asker, &turn, h, &an->passed, &setting, d);
    if (status == ST_OK && turn.n == 0)
        status = answer_clauses(an, &setting, all_clauses(h));
    for (size_t n = 0; n < turn.n && status == ST_OK; n++)
        status = answer_clauses(an, &setting, turn.ranges[n].clauses);
    return status;
}

static int answer_handful(void *worker, size_t item, struct crew_seat *s)
{
    struct helper *h = worker;
    const struct asker *k = h->an.asker;
    enum status status = ST_OK;
    h->an.seat = s;
    render_query_part(&h->render, crew_buf(s));
    for (size_t i = item * HANDFUL; i < handful_end(k, item) && status == ST_OK; i++) {
        struct held held;
        status = answer_turn(&h->an, i, &held, &h->diags);
        held_release(&held);
    }
    return (int)status;
}

struct gathering {
    struct answer *an;
    enum status status;
    bool amid; /* an item of which some is out already */
};

static bool take_rows(void *ctx, size_t item, const struct buf *bytes, bool ends, int result)
{
    struct gathering *g = ctx;
    (void)item;
    if (bytes->n > 0 && !g->amid)
        render_query_join(g->an->render);
    g->amid = !ends && (g->amid || bytes->n > 0);
    if (ends)
        g->status = bytes->failed ? ST_NOMEM : (enum status)result;
    return g->status == ST_OK && writer_put(g->an->w, bytes->data, bytes->n);
}

static void add_tally(struct answer *sum, const struct answer *an)
{
    struct query_tally *t = &sum->tally;
    t->rows += an->tally.rows;
    t->in_force += an->tally.in_force;
    t->depends += an->tally.depends;
    t->suspended += an->tally.suspended;
    t->ended += an->tally.ended;
    t->not_yet += an->tally.not_yet;
    t->hidden += an->tally.hidden;
    sum->certain |= an->certain;
    sum->depends |= an->depends;
}

/* False: no crew is to be had, and nothing has been done. */
static bool answer_by_crew(struct answer *an, struct diags *d, enum status *ret_status)
{
    struct crew_of crew;
    struct gathering g = {.an = an, .status = ST_OK};
    if (an->render == NULL || !render_query_parts(an->render) || !helpers_init(&crew, an->asker))
        return false;
    for (unsigned i = 0; i < crew.n; i++) {
        render_query_apart(&crew.helpers[i].render, an->render);
        crew.helpers[i].an.render = &crew.helpers[i].render;
    }
    const struct crew_task task = {
        handfuls(an->asker), answer_handful, crew.workers, crew.n, take_rows, &g, NULL};
    const bool done = crew_run(&task);
    for (unsigned i = 0; i < crew.n; i++) {
        add_tally(an, &crew.helpers[i].an);
        render_query_done(&crew.helpers[i].render);
    }
    helpers_done(&crew);
    *ret_status = g.status == ST_INVALID ? corpus_fault(an->asker->corpus, d) : g.status;
    return done;
}

/* Does nothing of an agreement count in which nothing is in force? What is written counts it. */
static bool skims(const struct answer *an)
{
    const struct asked *asked = &an->asker->asked;
    return an->render == NULL && an->asker->whole && !asked->filter.all &&
           asked->question.signed_on == DAY_NONE;
}

/* The agreement before the one at hand is still held, because a renderer tells by its image whether
 * a row is of the same agreement as the last. */
enum status stream_answer(struct answer *an, struct diags *d)
{
    const struct pact_corpus *c = an->asker->corpus;
    struct held held[2] = {{0}};
    struct skimmer skim = {0};
    enum status status = ST_OK;
    if (answer_by_crew(an, d, &status))
        return status;
    if (skims(an) && !skim_begin(&skim, an->asker))
        status = ST_NOMEM;
    for (size_t i = 0; i < count_turns(an->asker) && status == ST_OK && !answer_enough(an); i++) {
        struct held *now = &held[i % 2];
        if (skim_passes(&skim, i))
            continue;
        held_release(now);
        status = answer_turn(an, i, now, d);
    }
    held_release(&held[0]);
    held_release(&held[1]);
    skim_end(&skim);
    return status == ST_OK ? corpus_fault(c, d) : status;
}
