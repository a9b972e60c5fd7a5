/* Lines of a batch, many at once: groups of them are answered side by side, each thread with a
 * batch of its own on the one corpus, and the answers come out in order (crew.h). */
#include "batch.h"

#include <errno.h>
#include <stdlib.h>

#include "crew.h"

/* Lines that one thread answers at a time, at most: so many that each thread gets several groups,
 * of which some may be slow. */
#define GROUP_MOST ((size_t)32)
#define GROUPS_EACH ((size_t)8)
/* So many lines are worth a crew. */
#define WORTHWHILE 32

struct answerer {
    struct pact_batch *batch;
    struct pact_diags diags; /* nobody reads them: what is wrong is found again */
    const struct pact_line *lines;
    size_t n_lines, group;
    size_t longest; /* bytes of a group so far: so much room the next one gets */
    bool failed;
};

void batch_dismiss(struct pact_batch *b)
{
    for (unsigned i = 0; i < b->n_crew; i++) {
        pact_batch_free(b->crew[i].batch);
        diags_done(&b->crew[i].diags.d);
    }
    for (size_t i = 0; b->seats != NULL && i < (size_t)b->n_crew * CREW_SEATS; i++)
        buf_done(&b->seats[i]);
    free(b->seats);
    free(b->crew);
}

/* Whoever cannot be had is done without; one alone is no crew. */
static void hire(struct pact_batch *b)
{
    const struct pact_corpus *c = b->asker.corpus;
    const unsigned most = crew_size(c->threads);
    b->crew = calloc(CREW_MOST, sizeof *b->crew);
    b->seats = calloc((size_t)CREW_MOST * CREW_SEATS, sizeof *b->seats);
    while (b->crew != NULL && most > 1 && b->n_crew < most) {
        struct answerer *a = &b->crew[b->n_crew];
        diags_init(&a->diags.d, 1);
        if (pact_batch_new(c, b->defaults, &a->diags, &a->batch) != PACT_OK) {
            diags_done(&a->diags.d);
            return;
        }
        b->n_crew++;
    }
}

/* What is too long for the seat. */
static int hand_on(void *ctx, const char *bytes, size_t n)
{
    struct crew_seat *seat = ctx;
    struct buf *out = crew_buf(seat);
    buf_put(out, bytes, n);
    return out->failed ? ENOMEM : crew_pass(seat) ? 0 : ECANCELED;
}

/* A line that cannot be answered is left to the caller, who gets its number in the group, from 1;
 * -1 if something of it has been handed over already. */
static int answer_lines(struct answerer *a, const struct pact_line *lines, size_t n,
                        struct writer *w)
{
    for (size_t i = 0; i < n; i++) {
        int code = PACT_EXIT_FAILED;
        const enum status status = batch_answer(a->batch, lines[i].text, lines[i].n, w, &code);
        if (status != ST_OK || w->error != 0)
            return w->begun ? -1 : (int)i + 1;
        a->failed |= code == PACT_EXIT_FAILED;
    }
    return 0;
}

static void swap_bufs(struct buf *a, struct buf *b)
{
    const struct buf was = *a;
    *a = *b;
    *b = was;
}

/* Answers are written where they wait for their turn: the writer has the seat's buffer for as long
 * as the group takes. */
static int answer_group(void *worker, size_t item, struct crew_seat *seat)
{
    struct answerer *a = worker;
    const struct pact_output out = {.sink = hand_on, .ctx = seat};
    const size_t first = item * a->group, left = a->n_lines - first;
    struct writer w;
    writer_init(&w, &out);
    w.most = CREW_PIECE;
    swap_bufs(&w.buf, crew_buf(seat));
    (void)buf_reserve(&w.buf, a->longest); /* what fails here fails there */
    const int result = answer_lines(a, &a->lines[first], left < a->group ? left : a->group, &w);
    if (w.buf.n > a->longest)
        a->longest = w.buf.n < CREW_PIECE ? w.buf.n : CREW_PIECE;
    swap_bufs(&w.buf, crew_buf(seat));
    buf_done(&w.buf); /* of what was handed on */
    return result;
}

struct gathering {
    struct writer w;
    size_t group, answered; /* lines */
    enum status status;
};

static bool take_answers(void *ctx, size_t item, const struct buf *bytes, bool ends, int result)
{
    struct gathering *g = ctx;
    if (bytes->failed || result < 0)
        g->status = ST_NOMEM;
    if (g->status != ST_OK || !writer_put(&g->w, bytes->data, bytes->n))
        return false;
    if (ends)
        g->answered = result == 0 ? (item + 1) * g->group : item * g->group + (size_t)result - 1;
    return result == 0;
}

static size_t group_size(size_t lines, size_t threads)
{
    const size_t n = lines / (GROUPS_EACH * threads);
    return n < 1 ? 1 : n < GROUP_MOST ? n : GROUP_MOST;
}

/* Answers lines from the first on; how many. The crew stops where one cannot be answered: it is
 * answered again, by the batch itself, which says what is wrong. */
static size_t answer_by_crew(struct pact_batch *b, const struct pact_line *lines, size_t n,
                             const struct pact_output *out, bool *failed,
                             enum pact_status *ret_status)
{
    void *workers[CREW_MOST];
    struct gathering g = {.group = group_size(n, b->n_crew), .status = ST_OK};
    for (unsigned i = 0; i < b->n_crew; i++) {
        b->crew[i].lines = lines;
        b->crew[i].n_lines = n;
        b->crew[i].group = g.group;
        b->crew[i].failed = false;
        workers[i] = &b->crew[i];
    }
    const struct crew_task task = {
        (n + g.group - 1) / g.group, answer_group, workers, b->n_crew, take_answers, &g, b->seats};
    writer_init(&g.w, out);
    (void)crew_run(&task); /* where no thread can be had, nothing is answered */
    *ret_status = api_status(writer_end(&g.w, g.status, &b->diags.d), &b->diags.d);
    pact_diags_clear(&b->diags);
    for (unsigned i = 0; i < b->n_crew; i++)
        *failed |= b->crew[i].failed;
    return g.answered < n ? g.answered : n;
}

enum pact_status pact_batch_lines(struct pact_batch *batch, const struct pact_line *lines, size_t n,
                                  const struct pact_output *out, int *ret_exit)
{
    enum pact_status status = PACT_OK;
    bool failed = false;
    size_t i = 0;
    if (n >= WORTHWHILE && batch->crew == NULL)
        hire(batch);
    if (n >= WORTHWHILE && batch->n_crew > 1)
        i = answer_by_crew(batch, lines, n, out, &failed, &status);
    for (; i < n && status == PACT_OK; i++) {
        int code = PACT_EXIT_FAILED;
        status = pact_batch_line(batch, lines[i].text, lines[i].n, out, &code);
        failed |= code == PACT_EXIT_FAILED;
    }
    *ret_exit = failed ? PACT_EXIT_FAILED : PACT_EXIT_YES;
    return status;
}
