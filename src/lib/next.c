/* What comes next: the boundaries of all selected clauses, in order of day. */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "next.h"
#include "render_next.h"
#include "vec.h"

struct coming {
    struct vec list; /* struct boundary, in `kept` */
    struct arena kept;
    day_t after, through;
};

/* The last day looked at. */
static enum status read_within(const struct asker *k, const char *within, struct coming *c,
                               struct diags *d)
{
    struct offset span;
    if (k->asked.question.period) {
        complain(d, DIAG_USAGE, "give a day, and say with --within how far to look",
                 "what comes next is asked of a day, not of the period '%s'", k->from->date);
        return ST_USAGE;
    }
    c->after = k->asked.question.first;
    c->through = DAY_MAX;
    if (within == NULL)
        return ST_OK;
    if (!offset_parse(within, strlen(within), &span)) {
        complain(d, DIAG_USAGE, "write a number and one of d, w, m, y, as in 90d or 1y",
                 "'%s' is not a length of time", within);
        return ST_USAGE;
    }
    c->through = day_plus(c->after, span);
    if (c->through > DAY_MAX)
        c->through = DAY_MAX;
    return ST_OK;
}

static enum status take_clause(struct asker *k, const struct range *r, uint32_t clause,
                               struct coming *c)
{
    const struct boundary *list = NULL;
    size_t n = 0;
    arena_clear(&k->rows);
    const enum status status =
        engine_next(ask_setting(k, r), clause, c->after, c->through, &k->rows, &list, &n);
    for (size_t i = 0; status == ST_OK && i < n; i++) {
        if (!boundary_passes(&list[i], &k->asked.filter))
            continue;
        struct boundary *b = vec_add(&c->list);
        if (b == NULL)
            return ST_NOMEM;
        *b = list[i];
        if (!boundary_copy(b, &c->kept))
            return ST_NOMEM;
    }
    return status;
}

struct position {
    day_t earliest;
    bool hangs;
    size_t at; /* in the order of agreements, clauses and engine_next */
};

static int by_day(const void *x, const void *y)
{
    const struct position *a = x, *b = y;
    if (a->earliest != b->earliest)
        return a->earliest < b->earliest ? -1 : 1;
    if (a->hangs != b->hangs)
        return a->hangs ? 1 : -1;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* The boundaries in order of day. NULL when memory is out. */
static const struct boundary *in_order(struct coming *c)
{
    const size_t n = c->list.n;
    struct position *places = ARENA_ARRAY(&c->kept, n, struct position);
    struct boundary *sorted = ARENA_ARRAY(&c->kept, n, struct boundary);
    if (places == NULL || sorted == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        const struct boundary *b = VEC_AT(&c->list, const struct boundary, i);
        places[i] = (struct position){b->earliest, b->hangs, i};
    }
    if (n > 1)
        qsort(places, n, sizeof *places, by_day);
    for (size_t i = 0; i < n; i++)
        sorted[i] = *VEC_AT(&c->list, const struct boundary, places[i].at);
    return sorted;
}

static enum status take_all(struct asker *k, struct coming *c)
{
    const struct selection *s = &k->selection;
    enum status status = ST_OK;
    for (size_t i = 0; i < s->ranges.n; i++) {
        const struct range *r = selection_at(s, i);
        for (uint32_t x = 0; x < r->clauses.n && status == ST_OK; x++)
            status = take_clause(k, r, r->clauses.first + x, c);
    }
    return status;
}

static enum status write(struct asker *k, struct coming *c, const char *within,
                         const struct style *style, struct buf *out)
{
    struct next_list list = {.items = in_order(c),
                             .n = c->list.n,
                             .after = c->after,
                             .through = c->through,
                             .within = within};
    if (list.items == NULL || !digest_if_shown(k->corpus, style, &k->head.digest))
        return ST_NOMEM;
    render_next(out, style, &k->head, &list);
    return ST_OK;
}

static enum status next(struct asker *k, struct coming *c, const struct pact_question *question,
                        const char *within, const struct pact_output *out, struct diags *d)
{
    const struct style style = style_of(&out->style);
    struct writer w;
    const unsigned formats = FORMATS_COMMON | FORMAT_BIT(ICS);
    enum status status = format_check(out, formats, "a list of what comes", d);
    if (status == ST_OK)
        status = ask_prepare(k, question, d);
    if (status == ST_OK)
        status = read_within(k, within, c, d);
    if (status == ST_OK)
        status = take_all(k, c);
    writer_init(&w, out);
    if (status == ST_OK)
        status = write(k, c, within, &style, &w.buf);
    return writer_end(&w, status, d);
}

enum pact_status pact_next(const struct pact_corpus *corpus, const struct pact_question *question,
                           const char *within, const struct pact_output *out,
                           struct pact_outcome *ret_outcome, struct pact_diags *diags)
{
    struct asker k;
    struct coming c = {.list = {0}};
    enum status status = ST_NOMEM;
    vec_init(&c.list, sizeof(struct boundary));
    arena_init(&c.kept);
    if (asker_init(&k, corpus))
        status = next(&k, &c, question, within, out, &diags->d);
    if (status == ST_OK)
        *ret_outcome = (struct pact_outcome){.exit_code = PACT_EXIT_YES,
                                             .results = c.list.n,
                                             .known_after_record = k.head.known_after_record};
    asker_done(&k);
    vec_done(&c.list);
    arena_done(&c.kept);
    return api_status(status, &diags->d);
}
